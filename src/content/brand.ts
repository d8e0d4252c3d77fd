/** A brand and what belongs to it: schedules, groups, connections, articles (language.md, section 1). */

import type { ByEnvironment } from "#content/site.ts";
import type { Language, Text } from "#content/text.ts";
import type { Shape } from "#content/workflow.ts";

export interface Brand {
  readonly brand: string;
  readonly name: string;
  /** The first is the default. */
  readonly languages: readonly Language[];
  readonly theme?: { readonly color?: string; readonly logo?: string };
  readonly values?: Readonly<Record<string, unknown>>;
  readonly privacy?: { readonly retention?: string; readonly notice?: Text };
  readonly zendesk?: Readonly<Record<string, ByEnvironment<string>>>;
}

export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

export interface Schedule {
  readonly schedule: string;
  /** An IANA name. */
  readonly timezone: string;
  /** Ranges such as `09:00-12:30`; an absent day is closed. */
  readonly weekly: Readonly<Partial<Record<Weekday, readonly string[]>>>;
  readonly holidays?: readonly { readonly date: string; readonly name?: string }[];
  readonly zendesk?: Readonly<Record<string, ByEnvironment<string>>>;
}

export interface Group {
  readonly group: string;
  readonly name: string;
  readonly schedule?: string;
  readonly zendesk?: Readonly<Record<string, ByEnvironment<string>>>;
}

/** Exactly one of the four; only ever the secret's name. */
export interface Auth {
  readonly bearer?: { readonly secret: string };
  readonly basic?: { readonly user: string; readonly secret: string };
  readonly header?: { readonly name: string; readonly secret: string };
  readonly query?: { readonly name: string; readonly secret: string };
}

export interface Connection {
  readonly connection: string;
  readonly base_url: ByEnvironment<string>;
  readonly auth?: Auth;
  readonly answers?: Readonly<Record<string, Shape>>;
}

/** One article in one language; the language is in the file's name. */
export interface Article {
  readonly article: string;
  readonly language: Language;
  readonly title: string;
  readonly url?: string;
  readonly tags?: readonly string[];
  /** Markdown, without the front matter. */
  readonly body: string;
}
