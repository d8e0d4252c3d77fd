/** Brands, channels and assistants as their files say them, from published bodies. What a body does not hold stays. */

import { writtenText } from "#content/adopt/written-text.ts";
import { inEnvironment } from "#content/bodies.ts";
import type { AssistantBody, BrandBody, ChannelBody, ConnectionBody } from "#content/body.ts";
import { isMap, type JsonMap, sameJson } from "#content/json.ts";
import type { ByEnvironment } from "#content/site.ts";
import type { Language } from "#content/text.ts";

const brandKeys = ["brand", "name", "languages", "theme", "values", "privacy"];

export function writtenBrand(body: BrandBody, current: JsonMap | null): JsonMap {
  const { id, name, languages, theme, values, privacy } = body;
  const notice = privacy?.notice;
  const now = current?.privacy;
  const text = notice && writtenText(isMap(now) ? now.notice : undefined, notice, languages[0] ?? "");
  const isSilent = Object.keys(values).length === 0 && current?.values === undefined;
  return {
    brand: id,
    name,
    languages,
    theme,
    ...(!isSilent && { values }),
    ...(privacy && { privacy: { ...privacy, ...(notice && { notice: text }) } }),
    ...othersOf(current, brandKeys),
  };
}

/** An address that is one value an environment changes for this environment alone. */
export function writtenConnection(body: ConnectionBody, current: JsonMap | null, environment: string): JsonMap {
  const { connection, base_url, auth, answers } = body;
  return {
    connection,
    base_url: writtenFor(base_url, current?.base_url as ByEnvironment<string> | undefined, environment),
    auth,
    answers,
  };
}

const channelKeys = ["channel", "type", "name", "brand", "assistant", "default_response", "protect", "web"];

export interface ChannelPlace {
  readonly environment: string;
  /** The default language of the channel's brand. */
  readonly language: Language;
  /** Who answers: an assistant's id, or null. Undefined: whatever the file says. */
  readonly answers: string | null | undefined;
}

export function writtenChannel(body: ChannelBody, current: JsonMap | null, place: ChannelPlace): JsonMap {
  const { environment, language, answers } = place;
  const { id, type, name, brand, default_response: response, protect } = body;
  const now = current?.default_response;
  const only = current?.only;
  const web = writtenWeb(body.web, isMap(current?.web) ? current.web : null, environment);
  return {
    channel: id,
    type,
    name,
    brand,
    assistant: answers === undefined ? current?.assistant : (answers ?? undefined),
    ...(response && {
      default_response: { ...response, text: writtenText(isMap(now) ? now.text : undefined, response.text, language) },
    }),
    protect,
    web,
    ...othersOf(current, channelKeys),
    ...(Array.isArray(only) && !only.includes(environment) && { only: [...only, environment] }),
  };
}

function writtenWeb(body: ChannelBody["web"], current: JsonMap | null, environment: string): JsonMap | undefined {
  if (!body) return undefined;
  const known = current?.origins as ByEnvironment<readonly string[]> | undefined;
  const origins = body.origins
    ? writtenFor(body.origins, known, environment)
    : isMap(known)
      ? without(known, environment)
      : undefined;
  return { ...body, ...(origins !== undefined && { origins }) };
}

const assistantKeys = [
  "assistant",
  "name",
  "brand",
  "languages",
  "preparing",
  "welcome",
  "fallback",
  "anytime",
  "protect",
];

/** `impliedBrand`: the site's only brand, which an assistant need not name. */
export function writtenAssistant(body: AssistantBody, current: JsonMap | null, impliedBrand: string | null): JsonMap {
  const { kind: _kind, id, name, brand, workflows: _workflows, ...settings } = body;
  const isImplied = current !== null && current.brand === undefined && impliedBrand === brand;
  return {
    assistant: id,
    name,
    ...(current?.status !== undefined && { status: current.status }),
    ...(!isImplied && { brand }),
    ...settings,
    ...othersOf(current, [...assistantKeys, "status"]),
  };
}

function othersOf(current: JsonMap | null, keys: readonly string[]): JsonMap {
  return Object.fromEntries(Object.entries(current ?? {}).filter(([key]) => !keys.includes(key)));
}

function writtenFor<T extends string | readonly string[]>(
  value: T,
  current: ByEnvironment<T> | undefined,
  environment: string,
): ByEnvironment<T> {
  if (current === undefined) return value;
  if (sameJson(inEnvironment(current, environment), value)) return current;
  return isMap(current) ? ({ ...current, [environment]: value } as ByEnvironment<T>) : value;
}

/** A map by environment that no longer says anything of one. */
export function without(map: JsonMap, environment: string): JsonMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== environment));
}
