/**
 * A workflow, as authors write it (language.md, section 2) with two things settled at reading: every step says
 * its `kind` (its verb), and every text is a map by language. Plain JSON: this is also what is published.
 *
 * A path of keys in these values is the same path in the author's file (but for `kind`).
 */

import type { Expression, Phrases, Text } from "#content/text.ts";

export interface Workflow {
  readonly workflow: string;
  readonly title?: Text;
  readonly status?: "draft";
  readonly start?: { readonly phrases: Phrases };
  readonly inputs?: Readonly<Record<string, Declaration>>;
  readonly outputs?: Readonly<Record<string, Declaration>>;
  readonly vars?: Readonly<Record<string, Declaration>>;
  readonly steps: readonly Step[];
}

/** `string`, `{ type: string, sensitive: true }`, `{ status: string, eta: date }` (a shape), `shop-api.order`. */
export type Declaration = string | { readonly type: string | Shape; readonly sensitive?: boolean } | Shape;

export interface Shape {
  readonly [field: string]: string | Shape;
}

/** Where an exit leads: a step's id, `end`, or a list of steps that rejoins after its parent. */
export type Exit = string | readonly Step[];

/** What every step may carry beside its verb. */
export interface StepBase {
  readonly id: string;
  /** On steps other than `if`: a step's id or `end` to jump to afterwards. */
  readonly then?: Exit;
  /** Ends the workflow after this step, with an outcome. */
  readonly end?: string;
}

export interface Silence {
  /** A duration such as `10m`. */
  readonly after: string;
  readonly then: Exit;
}

export interface Retry {
  /** Repeats after the first try. */
  readonly max: number;
  readonly text?: Text;
  readonly else?: Exit;
}

export type SayPart =
  | { readonly text: Text }
  | { readonly image: string; readonly alt?: Text }
  | { readonly file: string; readonly name?: Text }
  | { readonly links: readonly { readonly label: Text; readonly url: string }[] };

export interface SayStep extends StepBase {
  readonly kind: "say";
  readonly say: Text | readonly SayPart[];
}

export type AnswerType = "text" | "email" | "phone" | "int" | "number" | "date" | "url" | "file";

export interface AskStep extends StepBase {
  readonly kind: "ask";
  /** A variable's name or `user.<field>`. */
  readonly ask: string;
  readonly text: Text;
  readonly type?: AnswerType;
  readonly files?: { readonly types?: readonly string[]; readonly max_mb?: number };
  readonly accept?: Expression;
  readonly sensitive?: boolean;
  readonly retry?: Retry;
  readonly silence?: Silence;
}

export interface FormField {
  readonly var: string;
  readonly type?: AnswerType;
  readonly label: Text;
  readonly accept?: Expression;
  readonly sensitive?: boolean;
}

export interface FormStep extends StepBase {
  readonly kind: "form";
  readonly form: readonly FormField[];
  readonly text?: Text;
  readonly retry?: Retry;
  readonly silence?: Silence;
}

export interface Option {
  readonly id: string;
  readonly label: Text;
  readonly goto?: string;
  readonly then?: Exit;
  readonly if?: Expression;
}

export interface OptionsFromData {
  readonly each: Expression;
  readonly as: string;
  readonly id: Expression;
  readonly label: Text;
  readonly goto?: string;
  readonly then?: Exit;
}

export interface ChooseStep extends StepBase {
  readonly kind: "choose";
  /** A variable's name, or null: the choice is not kept. */
  readonly choose: string | null;
  readonly text: Text;
  readonly options: readonly Option[] | OptionsFromData;
  readonly other?: Exit;
  readonly silence?: Silence;
}

export interface Card {
  readonly id: string;
  readonly title: Text;
  readonly text?: Text;
  readonly image?: string;
  readonly alt?: Text;
  readonly link?: string;
  readonly options?: readonly CardOption[];
}

export interface CardOption {
  readonly id: string;
  readonly label: Text;
  readonly goto?: string;
  readonly then?: Exit;
}

export interface CardsFromData {
  readonly each: Expression;
  readonly as: string;
  readonly id: Expression;
  readonly title: Text;
  readonly text?: Text;
  readonly image?: string;
  readonly alt?: Text;
  readonly link?: string;
  readonly options?: readonly CardOption[];
}

export interface CarouselStep extends StepBase {
  readonly kind: "carousel";
  readonly carousel: readonly Card[] | CardsFromData;
  readonly text?: Text;
  readonly save?: { readonly card?: string; readonly option?: string };
  readonly other?: Exit;
  readonly silence?: Silence;
}

export interface ArticlesStep extends StepBase {
  readonly kind: "articles";
  readonly articles: { readonly ids: readonly string[] } | { readonly query: Expression; readonly limit?: number };
  readonly text?: Text;
  readonly none?: Exit;
}

export interface ResolvedStep extends StepBase {
  readonly kind: "resolved";
  readonly resolved: { readonly solved: Exit; readonly unsolved: Exit };
  readonly text?: Text;
  readonly silence?: Silence;
}

export type Method = "get" | "post" | "put" | "patch" | "delete";

export interface CallStep extends StepBase {
  readonly kind: "call";
  readonly call: string;
  readonly get?: string;
  readonly post?: string;
  readonly put?: string;
  readonly patch?: string;
  readonly delete?: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  /** JSON; strings in it may hold `{{ }}`. */
  readonly body?: unknown;
  /** A duration; 5s by default. */
  readonly timeout?: string;
  readonly retry?: { readonly max: number; readonly backoff?: string };
  readonly idempotency_key?: Expression;
  readonly save?: Readonly<Record<string, Expression>>;
  /** By status (`404`), class (`4xx`), `timeout` and `else`. */
  readonly errors?: Readonly<Record<string, Exit>>;
}

/** `set` and `with`: a CEL expression, or a text with `{{ }}`; a plain one is the same in every language. */
export type Assignment = Expression | { readonly text: string | Text };

export interface SetStep extends StepBase {
  readonly kind: "set";
  readonly set: Readonly<Record<string, Assignment>>;
}

export interface IfStep extends StepBase {
  readonly kind: "if";
  readonly if: Expression;
  readonly else?: Exit;
}

export interface SwitchStep extends StepBase {
  readonly kind: "switch";
  readonly switch: Expression;
  readonly cases: Readonly<Record<string, Exit>>;
  readonly else?: Exit;
}

export interface GotoStep extends StepBase {
  readonly kind: "goto";
  readonly goto: string;
}

export interface RunStep extends StepBase {
  readonly kind: "run";
  readonly run: string;
  readonly with?: Readonly<Record<string, Assignment>>;
  readonly save?: Readonly<Record<string, string>>;
  readonly outcomes?: Readonly<Record<string, Exit>>;
}

export interface HandoffStep extends StepBase {
  readonly kind: "handoff";
  readonly handoff: string;
  readonly mode?: "live" | "offline";
  readonly text?: Text;
  readonly tags?: readonly string[];
  readonly fields?: Readonly<Record<string, Expression>>;
  readonly timeout?: string;
  readonly no_agent?: Exit;
}

export interface WaitStep extends StepBase {
  readonly kind: "wait";
  readonly wait: string;
}

/** A step that does nothing but end the workflow (`StepBase.end` holds the outcome). */
export interface EndStep extends StepBase {
  readonly kind: "end";
  readonly end: string;
}

export type Step =
  | SayStep
  | AskStep
  | FormStep
  | ChooseStep
  | CarouselStep
  | ArticlesStep
  | ResolvedStep
  | CallStep
  | SetStep
  | IfStep
  | SwitchStep
  | GotoStep
  | RunStep
  | HandoffStep
  | WaitStep
  | EndStep;

export type Verb = Step["kind"];
