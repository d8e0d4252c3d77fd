/** What could come next where a talk stands: the customer's answers, an API's, an agent's, or silence. */

import type { Step } from "#content/workflow.ts";
import type { Stage } from "#rehearsal/stage.ts";
import { sampleText } from "#rehearsal/suggest/sample-text.ts";
import { bodiesFor, literalsOf } from "#rehearsal/suggest/sample-values.ts";
import type { TalkItem } from "#rehearsal/test-file.ts";
import { type CompiledWorkflow, compile } from "#runtime/program.ts";
import type { StubAnswer } from "#runtime/stubs.ts";

export type Move =
  | { readonly kind: "item"; readonly item: TalkItem }
  | { readonly kind: "answer"; readonly answer: StubAnswer };

/** Words that nothing in a workflow means. */
const otherWords = "xyzzy";

/** `heard`: what customers write in the tests that there are. */
export function movesFrom(stage: Stage, heard: readonly string[]): readonly Move[] {
  const { frames, waiting } = stage.state();
  const frame = frames.at(-1);
  const workflow = frame && compile(stage.program).workflows.get(frame.workflow);
  const step = frame && workflow?.steps.get(frame.step)?.step;
  if (!workflow || !step) return [];
  if (stage.pending())
    return step.kind === "call" ? answersTo(step, workflow).map((answer) => ({ kind: "answer", answer })) : [];
  const items: TalkItem[] = [];
  switch (waiting?.kind) {
    case "choice":
      items.push(...waiting.choices.map(({ id }) => ({ pick: id })), { user: otherWords });
      break;
    case "answer":
      if (step.kind === "ask") {
        items.push({ file: `sample.${step.files?.types?.[0] ?? "jpg"}` });
        items.push(...textsFor(step, workflow, heard).map((user) => ({ user })));
      }
      items.push({ user: "?" });
      break;
    case "form":
      if (step.kind === "form") items.push(...fillsFor(step, workflow), { user: "?" });
      break;
    case "agents":
      items.push({ agent: "done" });
      if (step.kind === "handoff" && step.timeout !== undefined) items.push({ silence: step.timeout });
      break;
    default:
      return [];
  }
  if ("silence" in step && step.silence) items.push({ silence: step.silence.after });
  return items.map((item) => ({ kind: "item", item }));
}

function answersTo(step: Extract<Step, { kind: "call" }>, workflow: CompiledWorkflow): readonly StubAnswer[] {
  const keys = Object.keys(step.errors ?? {});
  const named = keys.flatMap((key): readonly StubAnswer[] => {
    if (key === "timeout") return ["timeout"];
    if (key === "else") return [{ status: [503, 418, 302].find((status) => !isNamed(keys, status)) ?? 503 }];
    return [{ status: Number(key.replace("xx", "00")) }];
  });
  return [...bodiesFor(step, workflow).map((body) => ({ body })), ...named];
}

function isNamed(keys: readonly string[], status: number): boolean {
  return keys.includes(String(status)) || keys.includes(`${Math.floor(status / 100)}xx`);
}

const samples: Readonly<Record<string, readonly string[]>> = {
  email: ["ann@example.com"],
  phone: ["+33123456789"],
  int: ["1", "12", "100"],
  number: ["1", "12", "100"],
  date: ["2026-03-05"],
  url: ["https://www.example.com/"],
  text: ["Ann", "a few words about it"],
};

/** Texts that may be taken: those that tests use, those that the question shows, and those that fit its type. */
function textsFor(
  { ask, type, accept, text }: Extract<Step, { kind: "ask" }>,
  workflow: CompiledWorkflow,
  heard: readonly string[],
): readonly string[] {
  const kind = type ?? kindOf(ask, workflow);
  const patterns = [...String(accept ?? "").matchAll(/like\((?:"([^"]*)"|'([^']*)')\)/g)];
  const fitting = patterns.flatMap(
    ([, double, single]) => sampleText((double ?? single ?? "").replaceAll("\\\\", "\\")) ?? [],
  );
  const shown = Object.values(text).flatMap((each) => each.match(/[\p{L}\p{N}][\p{L}\p{N}_/-]*[\p{N}]/gu) ?? []);
  const plain = kind === "text" ? literalsOf(workflow.workflow) : [];
  return [
    ...new Set([...fitting, ...shown, ...(samples[kind] ?? []), ...plain, ...(accept === undefined ? [] : heard)]),
  ];
}

function kindOf(variable: string, { types }: CompiledWorkflow): string {
  if (variable === "user.email") return "email";
  if (variable === "user.phone") return "phone";
  const type = types[variable];
  return typeof type === "string" && Object.hasOwn(samples, type) ? type : "text";
}

function fillsFor({ form }: Extract<Step, { kind: "form" }>, workflow: CompiledWorkflow): readonly TalkItem[] {
  const fill = Object.fromEntries(
    form.map(({ var: name, type, accept }) => {
      const [, pattern = ""] = /like\(["']([^"']*)["']\)/.exec(String(accept ?? "")) ?? [];
      const fitting = pattern === "" ? undefined : sampleText(pattern);
      return [name, fitting ?? samples[type ?? kindOf(name, workflow)]?.[0] ?? "Ann"];
    }),
  );
  const bad = Object.fromEntries(form.map(({ var: name }) => [name, ""]));
  return [{ fill }, { fill: bad }];
}
