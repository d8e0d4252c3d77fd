/**
 * Answers of the admin API, held against `wire/admin.ts`: each reader gives the value, or null where the answer is
 * not what the schema says. Written by hand because TypeBox takes a fifth of a second to import, which every `plan`
 * would pay; a test holds these readers and the schemas together.
 */

import type { Body, Digest } from "#content/body.ts";
import type { PublishRecord, RolledBack } from "#drivers/driver.ts";
import type { Preview } from "#drivers/previews.ts";
import type { BodyName, Hold, Live, Release, ReleaseContent, ReleaseEntry, Standing, Target } from "#plan/live.ts";
import type { NeededSecret } from "#plan/secrets.ts";
import type { OtherSite } from "#plan/sites.ts";

type Fields = Readonly<Record<string, unknown>>;

export function readRelease(value: unknown): Release | null {
  if (!isFields(value)) return null;
  const { number, digest, content, commit, author, effect, kind, approvers, summary, publishedAt, site = null } = value;
  const isRelease =
    Number.isInteger(number) &&
    isDigest(digest) &&
    isReleaseContent(content) &&
    isTextOrNull(commit) &&
    isTextOrNull(author) &&
    isDigest(effect) &&
    (kind === "publish" || kind === "rollback") &&
    isTexts(approvers) &&
    isTexts(summary) &&
    typeof publishedAt === "string" &&
    isTextOrNull(site);
  return isRelease ? (value as unknown as Release) : null;
}

/** `release` is null on a platform that has none. */
export function readLiveRelease(value: unknown): Omit<Live, "bodies"> | null {
  if (!isFields(value) || !("release" in value)) return null;
  // An older platform does not say it.
  const { holds, newestCommit = null, others } = value;
  if (!Array.isArray(holds) || !holds.every(isHold) || !isTextOrNull(newestCommit)) return null;
  if (others !== undefined && !(Array.isArray(others) && others.every(isOtherSite))) return null;
  const beside = { holds, newestCommit, ...(others !== undefined && { others }) };
  if (value.release === null) return { release: null, ...beside };
  const release = readRelease(value.release);
  return release && { release, ...beside };
}

function isOtherSite(value: unknown): value is OtherSite {
  if (!isFields(value) || typeof value.site !== "string" || !isFields(value.channels)) return false;
  return Object.values(value.channels).every(
    (each) => isFields(each) && isDigest(each.runs) && isTexts(each.assistants) && isTexts(each.brands),
  );
}

function isHold(value: unknown): value is Hold {
  if (!isFields(value)) return false;
  const { digest, kind, id, release, who, channels } = value;
  return (
    isDigest(digest) &&
    [kind, id, who].every((text) => typeof text === "string") &&
    Number.isInteger(release) &&
    (channels === null || isTexts(channels))
  );
}

export function readReleases(value: unknown): readonly Release[] | null {
  if (!isFields(value) || !Array.isArray(value.releases)) return null;
  return value.releases.every((release) => readRelease(release)) ? (value.releases as readonly Release[]) : null;
}

export function readRollback(value: unknown): RolledBack | null {
  if (!isFields(value) || !Number.isInteger(value.restored)) return null;
  const { release: made, restored } = value;
  const undone = readRelease(value.undone);
  const names = readNames(value);
  const bodies = readBodies(value);
  const release = made === null ? null : readRelease(made);
  if (!undone || !names || !bodies || (made !== null && !release)) return null;
  return { release, undone, restored: Number(restored), names, bodies };
}

export function readPublishes(value: unknown): readonly PublishRecord[] | null {
  if (!isFields(value) || !Array.isArray(value.publishes)) return null;
  return value.publishes.every(isPublish) ? value.publishes : null;
}

function isPublish(value: unknown): value is PublishRecord {
  if (!isFields(value)) return false;
  const { who, where, began, ended, outcome, commit, effect, release } = value;
  return (
    [who, where, began].every((text) => typeof text === "string") &&
    [ended, outcome, commit, effect].every(isTextOrNull) &&
    (release === null || Number.isInteger(release))
  );
}

export function readRunning(value: unknown): readonly Standing[] | null {
  if (!isFields(value) || !Array.isArray(value.running)) return null;
  return value.running.every(isStanding) ? value.running : null;
}

function isStanding(value: unknown): value is Standing {
  if (!isFields(value) || !isFields(value.revision) || !Array.isArray(value.frames)) return false;
  const { channel, brand, assistant } = value.revision;
  return (
    typeof value.channel === "string" &&
    isDigest(channel) &&
    isDigest(brand) &&
    (assistant === null || isDigest(assistant)) &&
    value.frames.every(
      (frame) => isFields(frame) && typeof frame.workflow === "string" && typeof frame.step === "string",
    ) &&
    Number.isInteger(value.conversations)
  );
}

export function readPreviews(value: unknown): readonly Preview[] | null {
  if (!isFields(value) || !Array.isArray(value.previews)) return null;
  return value.previews.every((preview) => readPreview(preview)) ? value.previews : null;
}

export function readPreview(value: unknown): Preview | null {
  if (!isFields(value)) return null;
  const { name, path, channels, commit, author, made, expires, stubbed } = value;
  const isPreview =
    [name, path, made, expires].every((text) => typeof text === "string") &&
    [commit, author].every(isTextOrNull) &&
    isTexts(channels) &&
    isTexts(stubbed);
  return isPreview ? (value as unknown as Preview) : null;
}

export function readBodies(value: unknown): ReadonlyMap<Digest, Body> | null {
  if (!isFields(value) || !isFields(value.bodies)) return null;
  const bodies = Object.entries(value.bodies);
  return bodies.every(([digest, body]) => isDigest(digest) && isBody(body))
    ? new Map(bodies as readonly (readonly [Digest, Body])[])
    : null;
}

export function readNames(value: unknown): ReadonlyMap<Digest, BodyName> | null {
  if (!isFields(value) || !isFields(value.names)) return null;
  const names = Object.entries(value.names);
  return names.every(([digest, name]) => isDigest(digest) && isBody(name))
    ? new Map(names as readonly (readonly [Digest, BodyName])[])
    : null;
}

export function readMissing(value: unknown): readonly Digest[] | null {
  if (!isFields(value) || !Array.isArray(value.missing)) return null;
  return value.missing.every(isDigest) ? value.missing : null;
}

export function readMissingSecrets(value: unknown): readonly NeededSecret[] | null {
  if (!isFields(value) || !Array.isArray(value.missing)) return null;
  const isSecret = (each: unknown) => isFields(each) && typeof each.name === "string" && typeof each.host === "string";
  return value.missing.every(isSecret) ? value.missing : null;
}

export function readLease(value: unknown): { readonly lease: string; readonly seconds: number } | null {
  if (!isFields(value) || typeof value.lease !== "string" || typeof value.seconds !== "number") return null;
  return value.lease !== "" && value.seconds > 0 ? { lease: value.lease, seconds: value.seconds } : null;
}

/** For calls whose answer says nothing beyond its status: JSON, or nothing at all. */
export function readNothing(value: unknown): true | null {
  return value === undefined ? null : true;
}

export function isReleaseContent(value: unknown): value is ReleaseContent {
  return isFields(value) && Object.values(value).every(isEntry);
}

function isEntry(value: unknown): value is ReleaseEntry {
  if (!isFields(value)) return false;
  const { channel, brand, targets, ...rest } = value;
  return (
    isDigest(channel) &&
    isDigest(brand) &&
    Array.isArray(targets) &&
    targets.length <= 1 &&
    targets.every(isTarget) &&
    Object.keys(rest).length === 0
  );
}

function isTarget(value: unknown): value is Target {
  if (!isFields(value)) return false;
  const { assistant, brand, weight, ...rest } = value;
  return isDigest(assistant) && isDigest(brand) && isWeight(weight) && Object.keys(rest).length === 0;
}

function isWeight(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 100;
}

function isBody(value: unknown): value is Body {
  return (
    isFields(value) &&
    (value.kind === "brand" || value.kind === "channel" || value.kind === "assistant") &&
    typeof value.id === "string"
  );
}

function isDigest(value: unknown): value is Digest {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
