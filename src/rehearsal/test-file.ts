/** A conversation test as authors write it (language.md, section 4), after its schema has let it through. */

import type { Language } from "#content/text.ts";
import type { StubAnswers, StubbedCalls } from "#runtime/stubs.ts";

export interface TestFile {
  /** The workflow that a talk begins with; absent: the assistant's welcome. */
  readonly workflow?: string;
  /** The assistant to run; absent: the one in whose folder the file lies. */
  readonly assistant?: string;
  readonly locales?: readonly Language[];
  readonly given?: Given;
  readonly tests: readonly Test[];
}

export interface Test {
  readonly name: string;
  readonly channel?: string;
  readonly locales?: readonly Language[];
  readonly given?: Given;
  readonly talk: readonly TalkItem[];
  readonly expect?: Expectation;
}

export interface Given {
  /** ISO 8601, with an offset. */
  readonly now?: string;
  /** Agents online, by group. */
  readonly agents?: Readonly<Record<string, number>>;
  /** What is known of the customer; `verified` and `claims` too. */
  readonly user?: Readonly<Record<string, unknown>>;
  /** Answers by connection, then by `METHOD /path`. */
  readonly calls?: StubbedCalls;
}

/** The same for every language, or one for each. */
export type Wording = string | number | Readonly<Record<Language, string | number>>;

export interface BotItem {
  /** A step's id; `step.retry` is its other text, where it asks again. */
  readonly bot: string;
  /** A glob on what the customer reads. */
  readonly text?: Wording;
  /** The options offered, by id, in their order. */
  readonly options?: readonly (string | number)[];
}

export type TalkItem =
  | "..."
  | BotItem
  | { readonly start: "phrase" | "open"; readonly with?: Readonly<Record<string, unknown>> }
  | { readonly user: Wording }
  | { readonly file: string }
  | { readonly pick: string | number }
  | { readonly fill: Readonly<Record<string, string | number | boolean>> }
  | { readonly silence: string }
  | { readonly agent: string };

export interface Expectation {
  /** How the workflow ended; `end` or null: without an outcome. */
  readonly end?: string | null;
  readonly handoff?: string;
  /** Of the outermost workflow, by a path of fields such as `order.status`. */
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly calls?: Readonly<Record<string, number | readonly ExpectedCall[]>>;
  readonly tags?: readonly string[];
  readonly visited?: readonly string[];
  readonly never?: readonly string[];
}

/** A part of what was sent: the method's key holds the path. */
export type ExpectedCall = Readonly<Record<string, unknown>>;

/** What stands in a talk for one language; undefined: nothing for that one. */
export function wordingIn(wording: Wording | undefined, language: Language): string | undefined {
  if (wording === undefined || typeof wording !== "object") return wording === undefined ? undefined : String(wording);
  const own = Object.hasOwn(wording, language) ? wording[language] : undefined;
  return own === undefined ? undefined : String(own);
}

/** What the test begins with: its own `given` over its file's, a connection's answers one by one. */
export function givenOf(file: TestFile, test: Test): Given {
  const [outer, inner] = [file.given ?? {}, test.given ?? {}];
  const calls: Record<string, Readonly<Record<string, StubAnswers>>> = { ...outer.calls };
  for (const [connection, stubs] of Object.entries(inner.calls ?? {})) {
    calls[connection] = { ...calls[connection], ...stubs };
  }
  return {
    ...outer,
    ...inner,
    agents: { ...outer.agents, ...inner.agents },
    user: { ...outer.user, ...inner.user },
    calls,
  };
}
