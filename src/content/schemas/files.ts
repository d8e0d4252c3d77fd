/** The schemas of every file kind but workflows (language.md, section 1). */

import {
  boolean,
  byEnvironment,
  date,
  declaration,
  duration,
  fileId,
  fromEnvironment,
  language,
  list,
  map,
  nonEmpty,
  object,
  type Schema,
  secretName,
  string,
  text,
  withRole,
  words,
} from "#content/schemas/common.ts";

const zendesk = (key: string): Schema => object({ [key]: byEnvironment(string) }, [key], `a map with the key "${key}"`);

const environment = object(
  {
    platform: {
      type: "string",
      pattern: "^(?:embedded|https?://.+)$",
      description: '"embedded" or an address such as https://chat.example.com',
    },
    token: fromEnvironment,
    state: fromEnvironment,
    zendesk: object({ subdomain: nonEmpty, app: fromEnvironment, key: fromEnvironment, secret: fromEnvironment }, [
      "subdomain",
      "app",
      "key",
      "secret",
    ]),
  },
  ["platform"],
);

const share: Schema = { type: "number", minimum: 0, maximum: 1, description: "a share from 0 to 1" };
const count: Schema = { type: "integer", minimum: 0, description: "a number from 0" };
const percent: Schema = { type: "number", minimum: 0, maximum: 100, description: "a percentage from 0 to 100" };

const acceptedDrift = object(
  {
    environment: withRole("environment", fileId),
    release: { type: "integer", minimum: 1, description: "the number of a release" },
    fields: list(nonEmpty, 'a list of places such as "assistant bo workflows.hello"', { minItems: 1 }),
    until: date,
    by: nonEmpty,
    why: words,
  },
  ["environment", "release", "until", "by", "why"],
);

export const site = object(
  {
    site: fileId,
    environments: map(environment, "a map of environments", fileId),
    publish: object({
      branch: nonEmpty,
      on_moved: { enum: ["stop", "continue-if-subset"] },
      max_channel_takeovers: count,
      max_removed_share: share,
      windows: list(
        { type: "string", format: "window" },
        'a list of windows such as "mon-fri 09:00-17:00 Europe/Paris"',
      ),
      freeze: list(object({ from: date, to: date, why: words }, ["from", "to"])),
    }),
    drift: object({ accepted: list(acceptedDrift, "a list of what may differ for a while") }),
    coverage: object({ steps: percent, exits: percent, languages: percent, triggers: percent }),
  },
  ["site"],
);

export const brand = object(
  {
    brand: fileId,
    name: words,
    languages: list(language, "a list of languages", { minItems: 1, uniqueItems: true }),
    theme: object({
      color: { type: "string", pattern: "^#[0-9A-Fa-f]{6}$", description: 'a colour such as "#7A1F3D"' },
      logo: withRole("asset", nonEmpty),
    }),
    values: { type: "object", description: "a map of values" },
    privacy: object({ retention: duration, notice: text }),
    zendesk: zendesk("brand"),
  },
  ["brand", "name", "languages"],
);

const hours = list({ type: "string", format: "hours", description: 'hours such as "09:00-12:30"' }, "a list of hours");

export const schedule = object(
  {
    schedule: fileId,
    timezone: { type: "string", format: "timezone", description: 'a time zone such as "Europe/Paris"' },
    weekly: object({ mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours }),
    holidays: list(object({ date, name: words }, ["date"])),
    zendesk: zendesk("schedule"),
  },
  ["schedule", "timezone", "weekly"],
);

export const group = object(
  { group: fileId, name: words, schedule: withRole("schedule", string), zendesk: zendesk("group") },
  ["group", "name"],
);

const address: Schema = {
  type: "string",
  pattern: "^https?://[^\\s]+$",
  description: "an address such as https://api.example.com",
};

/** What a browser says of a page: an address with a path, or a slash, would never be the same. */
const origin: Schema = {
  type: "string",
  pattern: "^https?://[^\\s/?#@]+$",
  description: "a page's origin such as https://www.example.com, with nothing behind the host",
};

export const connection = object(
  {
    connection: fileId,
    base_url: byEnvironment(address),
    auth: {
      ...object(
        {
          bearer: object({ secret: secretName }, ["secret"]),
          basic: object({ user: nonEmpty, secret: secretName }, ["user", "secret"]),
          header: object({ name: nonEmpty, secret: secretName }, ["name", "secret"]),
          query: object({ name: nonEmpty, secret: secretName }, ["name", "secret"]),
        },
        [],
        "exactly one of bearer, basic, header and query",
      ),
      minProperties: 1,
      maxProperties: 1,
    },
    answers: map(declaration, "a map of answers and their shapes"),
  },
  ["connection", "base_url"],
);

export const channelTypes = [
  "web",
  "ios",
  "android",
  "whatsapp",
  "messenger",
  "instagram",
  "telegram",
  "line",
  "sms",
  "email",
];

export const channel = object(
  {
    channel: fileId,
    type: { enum: channelTypes },
    name: words,
    brand: withRole("brand", string),
    assistant: withRole("assistant", string),
    default_response: object(
      { text, ask: list({ enum: ["name", "email", "phone"] }), handoff: withRole("group", string) },
      ["text"],
    ),
    protect: boolean,
    only: list(withRole("environment", string), "a list of environments"),
    web: object({
      origins: byEnvironment(list(origin, "a list of addresses")),
      position: { enum: ["left", "right"] },
    }),
    zendesk: zendesk("integration"),
  },
  ["channel", "type", "name", "brand"],
);

export const assistant = object(
  {
    assistant: fileId,
    name: words,
    status: { enum: ["draft"] },
    brand: withRole("brand", string),
    languages: list(language, "a list of languages", { minItems: 1, uniqueItems: true }),
    preparing: list(language, "a list of languages"),
    welcome: withRole("workflow", string),
    fallback: withRole("workflow", string),
    anytime: list(withRole("workflow", string), "a list of workflows"),
    protect: boolean,
  },
  ["assistant", "name", "languages"],
);

/** `locales/<lang>.yaml`: a map of workflows, each a map from places to texts. */
export const locale = map(
  map(
    {
      type: ["string", "array"],
      items: withRole("text", {}),
      role: "text",
      description: "a text, or a list of phrases",
    },
    "a map from places to texts",
  ),
  "a map of workflows",
  withRole("workflow", fileId),
);

/** `.made-from/<lang>.yaml`, which `parley translations` writes. */
export const madeFrom = map(
  map(
    object({ from: { type: ["string", "array"], description: "a text, or a list of phrases" }, text: nonEmpty }, [
      "from",
      "text",
    ]),
    "a map from places to what their translations were made from",
  ),
  "a map of files",
);

export const articleHead = object({ title: words, url: address, tags: list(nonEmpty) }, ["title"]);
