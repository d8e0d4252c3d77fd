/** A new assistant: greets, hands over to people, says when it did not understand, and has a draft to begin with. */

import { phrasesOf, textOf } from "#content/templates/words.ts";
import type { Language } from "#content/text.ts";

export interface NewAssistant {
  readonly id: string;
  readonly name: string;
  readonly brand: string;
  readonly languages: readonly Language[];
  /** Who takes over; null: the brand has nobody yet. */
  readonly group: NewAssistantGroup | null;
}

export interface NewAssistantGroup {
  readonly id: string;
  /** Their hours; null: none are known. */
  readonly schedule: string | null;
}

/** Its files' texts, by path. */
export function assistantFiles(assistant: NewAssistant): ReadonlyMap<string, string> {
  const { id, group } = assistant;
  const folder = `assistants/${id}`;
  return new Map([
    [`${folder}/assistant.yaml`, settings(assistant)],
    [`${folder}/workflows/hello.yaml`, hello(assistant)],
    [`${folder}/workflows/not-understood.yaml`, notUnderstood(assistant)],
    [`${folder}/workflows/first-answer.yaml`, firstAnswer(assistant)],
    ...(group === null ? [] : [[`${folder}/workflows/to-people.yaml`, toPeople(assistant, group)] as const]),
    [
      `${folder}/tests/first.test.yaml`,
      group === null ? greetingTest(id) : `${greetingTest(id)}${peopleTests(group.id)}`,
    ],
  ]);
}

function settings({ id, name, brand, languages, group }: NewAssistant): string {
  return `assistant: ${id}
name: ${JSON.stringify(name)}
brand: ${brand}
languages: [${languages.join(", ")}]
welcome: hello
fallback: not-understood
${group === null ? "" : "anytime: [to-people]\n"}`;
}

function hello({ languages }: NewAssistant): string {
  return `workflow: hello
title: ${textOf(languages, (words) => words.welcome)}
steps:
  - id: hi
    say: ${textOf(languages, (words) => words.hello)}
    end: solved
`;
}

function notUnderstood({ languages, group }: NewAssistant): string {
  return `workflow: not-understood
title: ${textOf(languages, (words) => words.notUnderstood)}
steps:
  - id: sorry
    say: ${textOf(languages, (words) => words.sorry)}
${group === null ? "    end: unsolved\n" : "  - id: to_people\n    run: to-people\n"}`;
}

function toPeople({ languages }: NewAssistant, { id: group, schedule }: NewAssistantGroup): string {
  return `workflow: to-people
title: ${textOf(languages, (words) => words.talkToPeople)}
start: { phrases: ${phrasesOf(languages, (words) => words.askForPeople)} }
steps:
  - id: email
    ask: user.email
    text: ${textOf(languages, (words) => words.whichEmail)}
    type: email
    retry: { max: 1, text: ${textOf(languages, (words) => words.checkEmail)}, else: hand_over }
  - id: hand_over
    handoff: ${group}
    timeout: 3m
    # Nobody is there: the conversation is kept for them, and goes on.
    no_agent: [{ id: record, handoff: ${group}, mode: offline }]
  - id: noted
    say: ${textOf(languages, (words) =>
      schedule === null ? words.noted : `${words.notedUntil} {{ next_open("${schedule}").format("full") }}.`,
    )}
    end: solved
`;
}

function firstAnswer({ languages, group }: NewAssistant): string {
  const unsolved = group === null ? "end" : "[{ id: to_people, run: to-people }]";
  return `# Nobody meets a draft: take "status: draft" away when it is ready.
workflow: first-answer
title: ${textOf(languages, (words) => words.firstAnswer)}
status: draft
start: { phrases: ${phrasesOf(languages, (words) => words.question)} }
steps:
  - id: answer
    say: ${textOf(languages, (words) => words.answer)}
  - id: helped
    resolved: { solved: end, unsolved: ${unsolved} }
`;
}

function greetingTest(id: string): string {
  return `assistant: ${id}
tests:
  - name: "greets whoever opens the chat"
    talk:
      - start: open
      - bot: hi
    expect: { end: solved }
`;
}

function peopleTests(group: string): string {
  return `
  - name: "what is not understood goes to people"
    given: { agents: { ${group}: 1 } }
    talk:
      - start: open
      - bot: hi
      - user: "qwxzvk"
      - bot: sorry
      - bot: email
      - user: "ann"
      - bot: email.retry
      - user: "ann@example.com"
      - agent: "Hello Ann."
      - agent: done
      - bot: noted
    expect: { end: solved, handoff: ${group} }

  - name: "nobody is there, and no address is given"
    given: { agents: { ${group}: 0 } }
    talk:
      - start: open
      - bot: hi
      - user: "qwxzvk"
      - bot: sorry
      - bot: email
      - user: "no"
      - bot: email.retry
      - user: "no"
      - bot: noted
    expect: { end: solved, visited: [record] }
`;
}
