/** What customers, agents and the clock do in a talk. What cannot be done where the conversation stands is a failure. */

import { milliseconds } from "#content/duration.ts";
import { nearest } from "#content/nearest.ts";
import type { Path } from "#content/node.ts";
import type { Language } from "#content/text.ts";
import type { Failure } from "#rehearsal/failure.ts";
import { standing } from "#rehearsal/mismatch.ts";
import type { Cast } from "#rehearsal/programs.ts";
import { choicesOf } from "#rehearsal/spoken.ts";
import type { Line, Stage } from "#rehearsal/stage.ts";
import { type BotItem, type TalkItem, type TestFile, wordingIn } from "#rehearsal/test-file.ts";
import type { CustomerFile, Event } from "#runtime/event.ts";
import { withoutSensitive } from "#runtime/hidden.ts";
import type { Choice } from "#runtime/message.ts";
import { compile } from "#runtime/program.ts";

export type Input = Exclude<TalkItem, "..." | BotItem>;

/** A talk under way. */
export interface Scene {
  readonly cast: Cast;
  readonly file: TestFile;
  readonly language: Language;
  readonly stage: Stage;
  /** Does something on the stage, after a line that shows it, and gives every call its answer. */
  act(line: Line | null, work: () => void): Failure | null;
}

/** Does what an item says; answers why it cannot be done. */
export function perform(scene: Scene, input: Input, path: Path): Failure | null {
  const { stage, language } = scene;
  if ("start" in input) return start(scene, input, [...path, "start"]);
  if ("user" in input) {
    const text = wordingIn(input.user, language);
    if (text === undefined) return failed([...path, "user"], `the customer says nothing in ${language} here`);
    const event = { kind: "text", text } as const;
    return scene.act({ kind: "customer", text: shownText(stage, event) }, () => stage.send(event));
  }
  if ("silence" in input) {
    const ms = milliseconds(input.silence);
    return scene.act({ kind: "time", ms }, () => stage.pass(ms));
  }
  if ("file" in input) {
    const file = fileOf(scene.cast, input.file);
    return scene.act({ kind: "customer", text: input.file }, () => stage.send({ kind: "file", file }));
  }
  if ("pick" in input) return pick(scene, String(input.pick), [...path, "pick"]);
  if ("fill" in input) return fill(scene, input.fill, [...path, "fill"]);
  return agent(scene, input.agent, [...path, "agent"]);
}

function failed(path: Path, message: string, more: Partial<Failure> = {}): Failure {
  return { check: "test-failed", path, at: "value", message, ...more };
}

/** Begins as the file says: an assistant with its welcome, a workflow by its first phrase or by itself. */
export function start(scene: Scene, input: Extract<Input, { start: string }>, path: Path): Failure | null {
  const { cast, file, language, stage } = scene;
  const { workflow } = file;
  const inputs = input.with ?? {};
  const unread = unreadInput(scene, inputs, path);
  if (unread) return unread;
  if (workflow === undefined) {
    if (input.start === "phrase") {
      return failed(path, "an assistant opens with its welcome, which no phrase begins", {
        help: 'write "start: open"',
      });
    }
    return scene.act(null, () => stage.send({ kind: "open" }));
  }
  if (input.start === "open") return scene.act(null, () => stage.begin(workflow, inputs));
  const phrases = cast.workflows.get(workflow)?.start?.phrases;
  const phrase = phrases && Object.hasOwn(phrases, language) ? phrases[language]?.[0] : undefined;
  if (phrase === undefined) {
    return failed(path, `the workflow "${workflow}" has no phrase in ${language} to start with`, {
      help: 'add phrases to it, or write "start: open"',
    });
  }
  const line: Line = { kind: "customer", text: phrase };
  if (input.with) return scene.act(line, () => stage.begin(workflow, inputs));
  const failure = scene.act(line, () => stage.send({ kind: "text", text: phrase }));
  if (failure) return failure;
  const began = stage.passages.findLast(({ kind }) => kind === "began");
  if (began?.kind !== "began" || began.workflow === workflow || began.by !== "phrase") return null;
  return failed(path, `the phrase "${phrase}" begins the workflow "${began.workflow}", not "${workflow}"`, {
    help: "make the two workflows' phrases differ more",
  });
}

/** What stands beside `start` and no input of the workflow takes: the talk would go on without it, and prove nothing. */
function unreadInput({ cast, file }: Scene, given: Readonly<Record<string, unknown>>, path: Path): Failure | null {
  const { workflow } = file;
  const inputs = Object.keys((workflow !== undefined && cast.workflows.get(workflow)?.inputs) || {});
  const name = Object.keys(given).find((each) => !inputs.includes(each));
  if (name === undefined) return null;
  const guess = nearest(name, inputs);
  const its = inputs.length === 0 ? "it has none" : `its inputs are ${inputs.join(", ")}`;
  return failed(
    [...path.slice(0, -1), "with", name],
    workflow === undefined
      ? "an assistant's welcome is given nothing to begin with"
      : `the workflow "${workflow}" has no input "${name}"`,
    {
      at: "key",
      help: workflow === undefined ? "take it away" : guess === undefined ? its : `did you mean "${guess}"?`,
    },
  );
}

function pick(scene: Scene, option: string, path: Path): Failure | null {
  const { stage } = scene;
  const { waiting } = stage.state();
  const offered = waiting?.kind === "choice" ? waiting.choices : [];
  // A button of an earlier question can still be pressed.
  const known = offered.find(({ id }) => id === option) ?? offeredBefore(stage.lines, option);
  if (!known) {
    const ids = offered.map(({ id }) => id);
    const guess = nearest(option, ids);
    const message =
      ids.length === 0
        ? `nothing is offered here to pick "${option}" from`
        : `the option "${option}" is not offered here: ${ids.join(", ")} ${ids.length === 1 ? "is" : "are"}`;
    return failed(path, message, {
      label: standing(stage),
      ...(guess !== undefined && { help: `did you mean "${guess}"?` }),
    });
  }
  const { label } = known;
  return scene.act({ kind: "customer", text: label }, () => stage.send({ kind: "pick", option, label }));
}

function offeredBefore(lines: readonly Line[], option: string): Choice | undefined {
  const offered = lines.flatMap((line) => (line.kind === "bot" ? line.messages.flatMap(choicesOf) : []));
  return offered.findLast(({ id }) => id === option);
}

function fill(scene: Scene, values: Readonly<Record<string, string | number | boolean>>, path: Path): Failure | null {
  const { stage } = scene;
  const fields = fieldsOf(stage);
  if (!fields) return failed(path, "no form waits here to be filled in", { label: standing(stage) });
  const filled: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const field = fields.find((each) => each === name) ?? fields.find((each) => each === `user.${name}`);
    if (field === undefined) {
      const guess = nearest(name, fields);
      return failed([...path, name], `the form has no field "${name}": it has ${fields.join(", ")}`, {
        at: "key",
        ...(guess !== undefined && { help: `did you mean "${guess}"?` }),
      });
    }
    filled[field] = String(value);
  }
  const event = { kind: "fill", values: filled } as const;
  return scene.act({ kind: "customer", text: shownText(stage, event) }, () => stage.send(event));
}

/** What a transcript has of it: nothing that is for nobody else's eyes. */
function shownText(stage: Stage, event: Event): string {
  const shown = withoutSensitive(stage.program, stage.state(), event);
  if (shown.kind === "text") return shown.text;
  const values = shown.kind === "fill" ? Object.entries(shown.values) : [];
  return values.map(([name, value]) => `${name}: ${value}`).join("\n");
}

/** The fields of the form that waits, those that are filled already among them; null where none waits. */
function fieldsOf(stage: Stage): readonly string[] | null {
  const { waiting, frames } = stage.state();
  const frame = frames.at(-1);
  if (waiting?.kind !== "form" || !frame) return null;
  const step = compile(stage.program).workflows.get(frame.workflow)?.steps.get(frame.step)?.step;
  return step?.kind === "form" ? step.form.map((field) => field.var) : null;
}

function agent({ stage, act }: Scene, text: string, path: Path): Failure | null {
  if (stage.state().status !== "agents") {
    return failed(path, "no agent has the conversation here", {
      label: standing(stage),
      help: "given.agents says how many are online: with none, a hand-over leaves by no_agent",
    });
  }
  if (text === "done") return act({ kind: "agent-done" }, () => stage.send({ kind: "agent-done" }));
  return act({ kind: "agent", text }, () => stage.send({ kind: "agent", name: "Agent", text }));
}

const types: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  webp: "image/webp",
  pdf: "application/pdf",
};
/** How large a file is taken to be that is none of the brand's. */
const someBytes = 100_000;

function fileOf({ brand }: Cast, path: string): CustomerFile {
  const name = path.split("/").at(-1) ?? path;
  const asset = brand.assets.get(path.replace(/^(?:brands\/[^/]+\/)?assets\//, ""));
  return {
    name,
    type: types[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream",
    bytes: asset?.length ?? someBytes,
    url: `https://files.example/${encodeURIComponent(name)}`,
  };
}
