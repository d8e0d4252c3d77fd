/** Workflows that no author writes: the default response, and what is said when even the fallback fails. */

import type { Step, Workflow } from "#content/workflow.ts";
import { builtinTexts as texts } from "#runtime/builtin-texts.ts";
import type { Program } from "#runtime/program.ts";

/** Ids that no author's workflow can have. */
export const defaultResponseId = "parley:default-response";
export const peopleId = "parley:people";
export const notUnderstoodId = "parley:not-understood";
export const doneId = "parley:done";
export const recordedId = "parley:recorded";

/** Whether a workflow is one of these. */
export function isBuiltin(workflow: string): boolean {
  return workflow.startsWith("parley:");
}

export function builtinWorkflows(program: Program): readonly Workflow[] {
  return [defaultResponse(program), people(program), notUnderstood(), done(), recorded()];
}

const questions = {
  name: ["text", texts.askName],
  email: ["email", texts.askEmail],
  phone: ["phone", texts.askPhone],
} as const;

function defaultResponse({ channel }: Program): Workflow {
  const response = channel.default_response;
  const steps: Step[] = [{ kind: "say", id: "text", say: response?.text ?? texts.sorry }];
  for (const detail of response?.ask ?? []) {
    const [type, text] = questions[detail as keyof typeof questions] ?? [];
    if (!type || !text) continue;
    // Whoever will not say goes on without; what is known is not asked for again.
    const ask: Step = {
      kind: "ask",
      id: detail,
      ask: `user.${detail}`,
      type,
      text,
      retry: { max: 2, text: texts.badAnswer, else: [] },
    };
    steps.push({ kind: "if", id: `if_${detail}`, if: `!has(user.${detail})`, then: [ask] });
  }
  if (response?.handoff !== undefined) {
    steps.push({ kind: "handoff", id: "handoff", handoff: response.handoff, mode: "offline" });
  }
  steps.push({ kind: "say", id: "thanks", say: texts.thanks, end: "solved" });
  return {
    workflow: defaultResponseId,
    steps: response?.ask?.length || response?.handoff ? steps : [{ ...steps[0], end: "solved" } as Step],
  };
}

/** Offers people. A brand without any group can only apologise. */
function people({ brand, channel }: Program): Workflow {
  const group = channel.default_response?.handoff ?? Object.keys(brand.groups)[0];
  if (group === undefined) {
    return { workflow: peopleId, steps: [{ kind: "say", id: "sorry", say: texts.allRight, end: "unsolved" }] };
  }
  const record: readonly Step[] = [
    { kind: "handoff", id: "record", handoff: group, mode: "offline" },
    { kind: "say", id: "recorded", say: texts.thanks, end: "unsolved" },
  ];
  const steps: readonly Step[] = [
    {
      kind: "choose",
      id: "offer",
      choose: null,
      text: texts.offerPeople,
      options: [
        { id: "yes", label: texts.yes, then: [{ kind: "handoff", id: "people", handoff: group, no_agent: record }] },
        { id: "no", label: texts.no, then: [{ kind: "say", id: "fine", say: texts.allRight, end: "unsolved" }] },
      ],
      other: "end",
    },
  ];
  return { workflow: peopleId, steps };
}

function notUnderstood(): Workflow {
  return { workflow: notUnderstoodId, steps: [{ kind: "say", id: "rephrase", say: texts.rephrase, end: "unsolved" }] };
}

/** What is said where an author's workflow did what was asked for, and said nothing. */
function done(): Workflow {
  return { workflow: doneId, steps: [{ kind: "say", id: "done", say: texts.allRight, end: "solved" }] };
}

/** What is said where an author's workflow left a record for people, and said nothing. */
function recorded(): Workflow {
  return { workflow: recordedId, steps: [{ kind: "say", id: "recorded", say: texts.thanks, end: "unsolved" }] };
}
