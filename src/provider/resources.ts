/** One object a resource kind: how it is checked, compared, made and read. */

import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { type Body, canonicalJson, type Digest, digestOf, digestOfBytes } from "#content/body.ts";
import type { Driver, LeaseEnd, LeaseRequest } from "#drivers/driver.ts";
import type { Release, ReleaseContent } from "#plan/live.ts";
import { FileAsset, type Properties } from "#provider/values.ts";

export interface Resource {
  /** What is wrong with the inputs: property and reason. */
  check(inputs: Properties): readonly { readonly property: string; readonly reason: string }[];
  /** The properties that differ; of those, the ones that need a new resource. */
  diff(
    old: Properties,
    inputs: Properties,
    live: Release | null,
  ): { readonly changed: readonly string[]; readonly replaced: readonly string[] };
  /** `live` is what was live when the engine began. */
  create(
    driver: Driver,
    inputs: Properties,
    live: Release | null,
  ): Promise<{ readonly id: string; readonly outputs: Properties }>;
  /** Outputs that are not known before it is made. */
  readonly unknowns: readonly string[];
  /** Null: it is not there. */
  read(driver: Driver, id: string, old: Properties): Promise<Properties | null>;
}

const isDigest = (value: unknown): value is string => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);

/**
 * `source` is the body's file, and `assets` are the files it names: a program of somebody's own gives them, and what
 * the platform lacks is uploaded. Parley's own publish uploads before the engine runs, and gives the digest alone.
 */
const body: Resource = {
  unknowns: [],
  check: (inputs) => [
    ...(typeof inputs.name === "string" ? [] : [{ property: "name", reason: "a name is a text" }]),
    // An unknown digest of a preview is undefined: it is checked when it is known.
    ...(inputs.digest === undefined || isDigest(inputs.digest)
      ? []
      : [{ property: "digest", reason: "a digest is 64 hexadecimal digits" }]),
    ...(inputs.source === undefined || isFile(inputs.source)
      ? []
      : [{ property: "source", reason: "a source is a file asset with an absolute path" }]),
    ...(inputs.assets === undefined || (Array.isArray(inputs.assets) && inputs.assets.every(isFile))
      ? []
      : [{ property: "assets", reason: "assets are file assets with absolute paths" }]),
  ],
  diff: (old, inputs) => {
    const changed = ["name", "digest"].filter((key) => old[key] !== inputs[key]);
    return { changed, replaced: changed };
  },
  async create(driver, inputs) {
    const digest = String(inputs.digest);
    if ((await driver.missing([digest])).length > 0) await uploadSource(driver, digest, inputs);
    return { id: `${inputs.name}@${digest.slice(0, 12)}`, outputs: inputs };
  },
  async read(driver, _id, old) {
    return isDigest(old.digest) && (await driver.missing([old.digest])).length === 0 ? old : null;
  },
};

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const isFile = (value: unknown): value is FileAsset => value instanceof FileAsset && isAbsolute(value.path);

/** Assets before the body that names them: what is there is whole. */
async function uploadSource(driver: Driver, digest: Digest, { name, source, assets }: Properties): Promise<void> {
  if (!isFile(source))
    throw new Error(`the body ${digest.slice(0, 12)} of "${name}" has not been uploaded to ${driver.address}`);
  const files = Array.isArray(assets) ? assets.filter(isFile) : [];
  for (const { path } of files) {
    const bytes = readFileSync(path);
    await driver.uploadAsset(digestOfBytes(bytes), bytes);
  }
  await driver.uploadBodies(new Map([[digest, JSON.parse(readFileSync(source.path, "utf8")) as Body]]));
}

/** One publish at a time, and each in the history: a program's is one like every other. */
async function underLease(
  driver: Driver,
  { who, commit, effect }: Pick<LeaseRequest, "who" | "commit" | "effect">,
  work: (lease: string) => Promise<Release>,
): Promise<Release> {
  const lease = await driver.acquireLease({ who, where: "the Pulumi engine", commit, effect });
  let end: LeaseEnd = { outcome: "failed", release: null };
  try {
    const made = await work(lease.id);
    end = { outcome: "published", release: made.number };
    return made;
  } catch (error) {
    end = { outcome: `failed: ${error instanceof Error ? error.message : error}`.slice(0, 500), release: null };
    throw error;
  } finally {
    await lease.release(end).catch(() => undefined);
  }
}

/** Compared with what is live, not with the state: a rollback or a lost state is seen. */
const release: Resource = {
  unknowns: ["number"],
  check: (inputs) => {
    try {
      JSON.parse(String(inputs.content));
    } catch {
      return [{ property: "content", reason: "the content is not JSON" }];
    }
    const problems = [];
    if (inputs.effect !== undefined && !isDigest(inputs.effect)) {
      problems.push({ property: "effect", reason: "an effect is 64 hexadecimal digits" });
    }
    if (inputs.approve !== undefined && !/^[0-9a-f]{12,64}$/.test(String(inputs.approve))) {
      problems.push({ property: "approve", reason: "an effect that is said yes to has 12 to 64 hexadecimal digits" });
    }
    return problems;
  },
  diff: (_old, inputs, live) => {
    const wanted = digestOf(JSON.parse(String(inputs.content)));
    return { changed: live?.digest === wanted ? [] : ["content"], replaced: [] };
  },
  async create(driver, inputs, live) {
    const content = JSON.parse(String(inputs.content)) as ReleaseContent;
    const commit = typeof inputs.commit === "string" ? inputs.commit : null;
    const author = typeof inputs.author === "string" ? inputs.author : null;
    const effect = isDigest(inputs.effect) ? inputs.effect : digestOf(content);
    const made = await underLease(driver, { who: author ?? "a Pulumi program", commit, effect }, (lease) =>
      driver.release({
        // A program that names no precondition means: what was live when the engine began.
        expects: typeof inputs.expects === "number" ? inputs.expects || null : (live?.number ?? null),
        content,
        commit,
        author,
        effect,
        approvers: textsOf(inputs.approvers),
        summary: textsOf(inputs.summary),
        lease,
        ...(typeof inputs.approve === "string" && { approved: inputs.approve }),
      }),
    );
    return { id: "release", outputs: { ...inputs, number: made.number } };
  },
  async read(driver, _id, old) {
    const live = await driver.liveRelease();
    return live && { ...old, content: canonicalJson(live.content), number: live.number };
  },
};

export const resources: Readonly<Record<string, Resource>> = {
  "parley:index:Brand": body,
  "parley:index:Channel": body,
  "parley:index:Assistant": body,
  "parley:index:Release": release,
};
