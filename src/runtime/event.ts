/** What happens to a conversation: the interpreter's only input. Plain JSON. */

export interface CustomerFile {
  readonly name: string;
  /** A MIME type. */
  readonly type: string;
  readonly bytes: number;
  readonly url: string;
}

/** An API's answer to a `call` effect. `body` is parsed JSON, or text where it is none. */
export type CallResult =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: unknown;
    }
  | { readonly kind: "timeout" }
  | { readonly kind: "failed"; readonly why: string };

export type Event =
  /** The conversation opens: the welcome runs, or the default response answers. */
  | { readonly kind: "open" }
  | { readonly kind: "text"; readonly text: string }
  /** An option by id (`card.option` of a card). */
  | {
      readonly kind: "pick";
      readonly option: string;
      /** What stood on the button: words like any other, where nothing waits for a pick any more. */
      readonly label?: string;
    }
  | { readonly kind: "fill"; readonly values: Readonly<Record<string, string>> }
  /** `isRefused`: it is not clean and nobody has it; `file` says what it would have been. */
  | { readonly kind: "file"; readonly file: CustomerFile; readonly isRefused?: true }
  | { readonly kind: "language"; readonly language: string }
  /** The company has signed who the customer is. */
  | { readonly kind: "identified"; readonly user: Readonly<Record<string, unknown>> }
  | { readonly kind: "called"; readonly call: string; readonly result: CallResult }
  | { readonly kind: "timer"; readonly timer: string }
  /** An agent has the conversation, and what they say; without a text they have taken it, no more. `id` is the name's if absent. */
  | { readonly kind: "agent"; readonly name: string; readonly id?: string; readonly text?: string }
  /** The agent who had the conversation leaves it to the others of the group. */
  | { readonly kind: "agent-left" }
  /** The agents hand the conversation back. */
  | { readonly kind: "agent-done" }
  /** The agents end the conversation. */
  | { readonly kind: "agent-closed" }
  /** Of the group that the conversation waits for, nobody is there any more. */
  | { readonly kind: "nobody" };
