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
  /** The ids of the brand's own workflows: every assistant of it has those. */
  readonly shared: ReadonlySet<string>;
  /** Whether the brand's `to-people` can be run as it is: nobody needs another. */
  readonly sharesPeople: boolean;
}

export interface NewAssistantGroup {
  readonly id: string;
  /** Their hours; null: none are known. */
  readonly schedule: string | null;
}

/** Its files' texts, by path. */
export function assistantFiles(assistant: NewAssistant): ReadonlyMap<string, string> {
  const { id, group, sharesPeople } = assistant;
  const folder = `assistants/${id}`;
  const own = sharesPeople ? null : group;
  const file = (workflow: string) => `${folder}/workflows/${named(assistant, workflow)}.yaml`;
  return new Map([
    [`${folder}/assistant.yaml`, settings(assistant)],
    [file("hello"), hello(assistant)],
    [file("not-understood"), notUnderstood(assistant)],
    [file("first-answer"), firstAnswer(assistant)],
    ...(own === null ? [] : [[file("to-people"), toPeople(assistant, own)] as const]),
    [`${folder}/tests/first.test.yaml`, own === null ? greetingTest(id) : `${greetingTest(id)}${peopleTests(own.id)}`],
  ]);
}

/** A workflow's id: one that the brand has already would be told twice. */
function named({ id, shared }: NewAssistant, workflow: string): string {
  return shared.has(workflow) ? `${id}-${workflow}` : workflow;
}

/** The workflow that leads to people; null: there is nobody. */
function peopleOf(assistant: NewAssistant): string | null {
  if (assistant.sharesPeople) return "to-people";
  return assistant.group === null ? null : named(assistant, "to-people");
}

function settings(assistant: NewAssistant): string {
  const { id, name, brand, languages } = assistant;
  const people = peopleOf(assistant);
  return `assistant: ${id}
name: ${JSON.stringify(name)}
brand: ${brand}
languages: [${languages.join(", ")}]
welcome: ${named(assistant, "hello")}
fallback: ${named(assistant, "not-understood")}
${people === null ? "" : `anytime: [${people}]\n`}`;
}

function hello(assistant: NewAssistant): string {
  const { languages } = assistant;
  return `workflow: ${named(assistant, "hello")}
title: ${textOf(languages, (words) => words.welcome)}
steps:
  - id: hi
    say: ${textOf(languages, (words) => words.hello)}
    end: solved
`;
}

function notUnderstood(assistant: NewAssistant): string {
  const { languages } = assistant;
  const people = peopleOf(assistant);
  return `workflow: ${named(assistant, "not-understood")}
title: ${textOf(languages, (words) => words.notUnderstood)}
steps:
  - id: sorry
    say: ${textOf(languages, (words) => words.sorry)}
${people === null ? "    end: unsolved\n" : `  - id: to_people\n    run: ${people}\n`}`;
}

function toPeople(assistant: NewAssistant, { id: group, schedule }: NewAssistantGroup): string {
  const { languages } = assistant;
  return `workflow: ${named(assistant, "to-people")}
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

function firstAnswer(assistant: NewAssistant): string {
  const { languages } = assistant;
  const people = peopleOf(assistant);
  const unsolved = people === null ? "end" : `[{ id: to_people, run: ${people} }]`;
  return `# Nobody meets a draft: take "status: draft" away when it is ready.
workflow: ${named(assistant, "first-answer")}
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
