/**
 * A conversation as data: workflows, what happens, and what the interpreter asks for, a line an effect. The cases are
 * in test/conversations; `playCase` is the one way to run one.
 */

import { stringify } from "yaml";
import type { AssistantBody, BrandBody, ChannelBody } from "#content/body.ts";
import { checked } from "#content/content.ts";
import type { FileTree } from "#content/files.ts";
import { readContent } from "#content/read.ts";
import { desiredOf } from "#plan/bodies.ts";
import type { Effect } from "#runtime/effect.ts";
import type { CallResult, CustomerFile, Event } from "#runtime/event.ts";
import { begin, step } from "#runtime/interpreter.ts";
import type { Message } from "#runtime/message.ts";
import type { Program } from "#runtime/program.ts";
import type { State } from "#runtime/state.ts";

type Yaml = Readonly<Record<string, unknown>>;

export interface Case {
  /** What is shown, as the rest of a sentence about the file's verb. */
  readonly it: string;
  /** By id, without the key `workflow`; `main` is the welcome. */
  readonly workflows?: Readonly<Record<string, Yaml>>;
  /** More files of the site, or others in place of those there are; null takes one away. */
  readonly files?: Readonly<Record<string, Yaml | string | null>>;
  /** More settings of the assistant. */
  readonly assistant?: Yaml;
  readonly given?: {
    readonly now?: string;
    /** The visitor's languages. */
    readonly languages?: readonly string[];
    readonly user?: Yaml;
    readonly agents?: Readonly<Record<string, number>>;
    readonly channel?: string;
  };
  readonly talk: readonly Happening[];
}

/** One event, and the lines it gives; `state` holds values that the outermost workflow's variables must have then. */
interface Happening {
  readonly open?: true;
  readonly text?: string;
  readonly pick?: string;
  readonly label?: string;
  readonly fill?: Readonly<Record<string, string>>;
  readonly file?: Partial<CustomerFile>;
  /** The file is not clean. */
  readonly refused?: true;
  readonly language?: string;
  /** What the API that is asked answers. */
  readonly answer?:
    | "timeout"
    | "failed"
    | { readonly status?: number; readonly body?: unknown; readonly headers?: Yaml };
  /** The timer of what waits runs out. */
  readonly timer?: true;
  readonly agent?: string;
  readonly gives: readonly string[];
  readonly vars?: Yaml;
}

const base: Readonly<Record<string, Yaml | string>> = {
  "parley.yaml": { site: "cases", environments: { local: { platform: "embedded" } } },
  "brands/b/brand.yaml": { brand: "b", name: "B", languages: ["en", "fr"], values: { free_from: 50 } },
  "brands/b/schedules/desk.yaml": {
    schedule: "desk",
    timezone: "Europe/Paris",
    weekly: Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, ["09:00-18:00"]])),
  },
  "brands/b/groups/desk.yaml": { group: "desk", name: "Desk", schedule: "desk" },
  "brands/b/connections/shop.yaml": {
    connection: "shop",
    base_url: "https://shop.example",
    answers: { order: { status: "string", eta: "date", total: "number" } },
  },
  "brands/b/articles/care.en.md": "---\ntitle: Caring for your lamp\ntags: [clean]\n---\nDust it with a dry cloth.\n",
  "brands/b/articles/care.fr.md": "---\ntitle: Entretenir votre lampe\n---\nUn chiffon sec.\n",
  "brands/b/articles/warranty.en.md": "---\ntitle: Our warranty\n---\nFive years.\n",
  "brands/b/assets/lamp.svg": "<svg/>",
  "channels/web.yaml": {
    channel: "web",
    type: "web",
    name: "Web",
    brand: "b",
    assistant: "a",
    default_response: { text: { en: "We write back.", fr: "À bientôt." }, ask: ["email"], handoff: "desk" },
  },
};
const assistant = {
  assistant: "a",
  name: "A",
  brand: "b",
  languages: ["en", "fr"],
  welcome: "main",
  fallback: "fallback",
};
const fallback = { steps: [{ id: "sorry", say: { en: "Sorry?", fr: "Pardon ?" }, end: "unsolved" }] };

/** Monday, in the schedule's hours. */
const usualNow = "2026-03-02T10:00:00Z";

/** The program that a case's conversation runs on: read and put together as a published site is. */
export function programOf({ workflows = {}, files = {}, assistant: settings = {}, given }: Case): Program {
  const all: Record<string, Yaml | string | null> = {
    ...base,
    "assistants/a/assistant.yaml": { ...assistant, ...settings },
    ...files,
  };
  for (const [id, workflow] of Object.entries({ fallback, ...workflows })) {
    all[`assistants/a/workflows/${id}.yaml`] = { workflow: id, ...workflow };
  }
  const tree: FileTree = new Map(
    Object.entries(all).flatMap(([path, content]) => {
      if (content === null) return [];
      const text = typeof content === "string" ? content : stringify(content);
      return [[path, { path, text, ...(path.includes("/assets/") && { bytes: new TextEncoder().encode(text) }) }]];
    }),
  );
  const { content, findings } = readContent(tree);
  const site = checked(content, findings);
  if (!site) throw new Error(findings.map(({ message, at }) => `${at.file}: ${message}`).join("\n"));
  const { bodies, release } = desiredOf(site, "local", { release: null, bodies: new Map(), holds: [] });
  const entry = release[given?.channel ?? "web"];
  if (!entry) throw new Error("the case's channel does not exist");
  const [target] = entry.targets;
  const get = (digest: string): unknown => bodies.get(digest);
  return {
    channel: get(entry.channel) as ChannelBody,
    brand: get(target?.brand ?? entry.brand) as BrandBody,
    assistant: target ? (get(target.assistant) as AssistantBody) : null,
  };
}

/** What each happening of a case gives, beside what it should. */
export function playCase(
  each: Case,
): readonly { readonly gives: readonly string[]; readonly should: readonly string[] }[] {
  const { given = {}, talk } = each;
  const program = programOf(each);
  const world = {
    now: Date.parse(given.now ?? usualNow),
    agentsOnline: (group: string) => given.agents?.[group] ?? 0,
  };
  const started = begin(program, { conversation: "c", started: usualNow, languages: given.languages ?? ["en"] });
  let state: State = { ...started, user: given.user ?? {} };
  return talk.map((happening) => {
    const result = step(program, state, eventOf(happening, state), world);
    state = JSON.parse(JSON.stringify(result.state)) as State;
    const gives = result.effects.map(lineOf);
    const should = [...happening.gives];
    for (const [name, value] of Object.entries(happening.vars ?? {})) {
      const detail = name.startsWith("user.") ? state.user[name.slice(5)] : state.frames[0]?.values[name];
      gives.push(`${name} = ${JSON.stringify(detail)}`);
      should.push(`${name} = ${JSON.stringify(value)}`);
    }
    return { gives, should };
  });
}

function eventOf(happening: Happening, { waiting }: State): Event {
  const { text, pick, label, fill, file, language, answer, agent } = happening;
  if (happening.open) return { kind: "open" };
  if (text !== undefined) return { kind: "text", text };
  if (pick !== undefined) return { kind: "pick", option: pick, ...(label !== undefined && { label }) };
  if (fill) return { kind: "fill", values: fill };
  if (file) {
    const whole = { name: "x.pdf", type: "application/pdf", bytes: 1, url: "/x", ...file };
    return { kind: "file", file: whole, ...(happening.refused && { isRefused: true }) };
  }
  if (language !== undefined) return { kind: "language", language };
  if (happening.timer) {
    if (!waiting || !("timer" in waiting) || waiting.timer === undefined) throw new Error("no timer runs");
    return { kind: "timer", timer: waiting.timer };
  }
  if (answer !== undefined) {
    if (waiting?.kind !== "call") throw new Error("no API is asked");
    return { kind: "called", call: waiting.call, result: resultOf(answer) };
  }
  if (agent !== undefined)
    return agent === "done" ? { kind: "agent-done" } : { kind: "agent", name: "Ann", text: agent };
  throw new Error("a case's happening names no event");
}

function resultOf(answer: Exclude<Happening["answer"], undefined>): CallResult {
  if (answer === "timeout") return { kind: "timeout" };
  if (answer === "failed") return { kind: "failed", why: "no network" };
  const { status = 200, body = {}, headers = {} } = answer;
  return { kind: "answer", status, body, headers: headers as Record<string, string> };
}

/** An effect as a line: short, and everything of it that a customer, an API or an agent would see. */
function lineOf(effect: Effect): string {
  switch (effect.kind) {
    case "message":
      return `${effect.step}: ${shown(effect.message)}`;
    case "call": {
      const { method, path, query, headers, body, tries, idempotencyKey, timeoutMs } = effect;
      const parts = [
        `call ${method.toUpperCase()} ${path}`,
        ...(Object.keys(query).length > 0 ? [`query ${JSON.stringify(query)}`] : []),
        ...(Object.keys(headers).length > 0 ? [`headers ${JSON.stringify(headers)}`] : []),
        ...(body === undefined ? [] : [`body ${JSON.stringify(body)}`]),
        ...(idempotencyKey === undefined ? [] : [`key ${idempotencyKey}`]),
        ...(tries === 1 ? [] : [`tries ${tries}`]),
        ...(timeoutMs === 5000 ? [] : [`within ${timeoutMs} ms`]),
      ];
      return parts.join(", ");
    }
    case "timer":
      return `timer ${effect.purpose} ${effect.afterMs / 1000} s`;
    case "cancel":
      return "cancel";
    case "handoff": {
      const { group, mode, tags, fields } = effect;
      return `handoff ${mode} ${group} ${JSON.stringify(tags)} ${JSON.stringify(fields)}`;
    }
    case "withdraw":
      return `withdraw ${effect.group}`;
    case "ended":
      return `end ${effect.workflow} ${effect.outcome}`;
    case "log":
      return `log ${effect.level} ${effect.code}`;
  }
}

function shown(message: Message): string {
  const choices = (list: readonly { readonly id: string; readonly label: string }[]): string =>
    list.map(({ id, label }) => `[${id} ${label}]`).join(" ");
  switch (message.type) {
    case "text": {
      const hidden = message.sensitive ? " (hidden)" : "";
      const upload = message.upload ? ` (file ${JSON.stringify(message.upload)})` : "";
      return `${message.text}${message.choices ? ` ${choices(message.choices)}` : ""}${hidden}${upload}`;
    }
    case "image":
      return `image ${message.image} "${message.alt}"`;
    case "file":
      return `file ${message.file} "${message.name}"`;
    case "links":
      return message.links.map(({ label, url }) => `link ${url} "${label}"`).join(" ");
    case "cards": {
      const cards = message.cards.map(({ id, title, text, image, alt, link, choices: options }) =>
        [`<${id} ${title}`, text, image, alt && `"${alt}"`, link, choices(options)].filter(Boolean).join(" | "),
      );
      return [message.text, ...cards].filter(Boolean).join(" ");
    }
    case "articles":
      return [message.text, ...message.articles.map(({ id, title }) => `(${id} ${title})`)].filter(Boolean).join(" ");
    case "form": {
      const fields = message.fields.map(
        ({ name, type, label, sensitive }) => `_${name} ${type} ${label}${sensitive ? " (hidden)" : ""}_`,
      );
      return [message.text, ...fields].filter(Boolean).join(" ");
    }
  }
}
