/** `choose` and `resolved`: a choice among what is offered. */

import type { Expression } from "#content/text.ts";
import type { ChooseStep, ResolvedStep } from "#content/workflow.ts";
import { builtinTexts } from "#runtime/builtin-texts.ts";
import type { Event } from "#runtime/event.ts";
import { folded } from "#runtime/folded.ts";
import type { Waiting, WaitingChoice } from "#runtime/state.ts";
import { type More, resultOf, TextFailed, textIn, wording } from "#runtime/texts.ts";
import { assign, follow, type Here, type Move, send, silenceTimer, switchesLanguage } from "#runtime/turn.ts";

export const maxChoices = 10;

export type Choosing = Extract<Waiting, { kind: "choice" }>;

export function waitFor(here: Here, choices: readonly WaitingChoice[]): Move {
  return { kind: "wait", waiting: { kind: "choice", choices, ...silenceTimer(here) } };
}

export function runChoose(here: Here<ChooseStep>): Move {
  const choices = distinct(choicesOf(here)).slice(0, maxChoices);
  // Where nothing can be picked, nothing is asked: only the customer's own words could come, and `other` is for those.
  if (choices.length === 0) return leaveByOther(here);
  send(here, { type: "text", text: textIn(here, here.step.text), choices });
  return waitFor(here, choices);
}

function choicesOf(here: Here<ChooseStep>): readonly WaitingChoice[] {
  const { options } = here.step;
  if (!("each" in options)) {
    return options
      .filter((option) => option.if === undefined || holds(here, option.if))
      .map(({ id, label }) => ({ id, label: textIn(here, label) }));
  }
  return listOf(here, options.each).map((item) => {
    const more = { [options.as]: item };
    return { id: idOf(here, options.id, more), label: textIn(here, options.label, more) };
  });
}

/** Of several with one id, the first: nobody could pick the others. */
export function distinct<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return [...new Map(items.toReversed().map((item) => [item.id, item])).values()].toReversed();
}

export function answerChoose(here: Here<ChooseStep>, waiting: Choosing, event: Event): Move {
  const { step, turn } = here;
  const picked = pickedOf(waiting, event);
  if (picked === undefined) return switchesLanguage(turn, event) ? runChoose(here) : leaveByOther(here);
  turn.understood = true;
  if (step.choose !== null) assign(turn, { [step.choose]: picked });
  const option = "each" in step.options ? step.options : step.options.find(({ id }) => id === picked);
  return follow(here, option?.goto ?? option?.then, "each" in step.options ? "options" : `options.${picked}`);
}

/** Nothing was picked. Without `other` there is no way on: that is a fault like any other. */
export function leaveByOther(here: Here<Extract<Here["step"], { kind: "choose" | "carousel" }>>): Move {
  const { other } = here.step;
  if (other !== undefined) return follow(here, other, "other");
  return { kind: "fail", code: "no-answer", why: "nothing was picked, and the step has no `other`" };
}

export function runResolved(here: Here<ResolvedStep>): Move {
  const { turn, step } = here;
  const choices = [
    { id: "solved", label: wording(turn, builtinTexts.yes) },
    { id: "unsolved", label: wording(turn, builtinTexts.no) },
  ];
  const text = step.text ? textIn(here, step.text) : wording(turn, builtinTexts.resolved);
  send(here, { type: "text", text, choices });
  return waitFor(here, choices);
}

/** Words that are neither yes nor no mean that there is more to say. */
export function answerResolved(here: Here<ResolvedStep>, waiting: Choosing, event: Event): Move {
  const picked = pickedOf(waiting, event) ?? (event.kind === "text" ? firstWordPicks(waiting, event.text) : undefined);
  if (picked === undefined && switchesLanguage(here.turn, event)) return runResolved(here);
  if (picked !== undefined) here.turn.understood = true;
  const arm = picked === "solved" ? "solved" : "unsolved";
  return follow({ ...here, placed: { ...here.placed, arm } }, here.step.resolved[arm], arm);
}

/** "Yes, thank you" is a yes. */
function firstWordPicks({ choices }: Choosing, text: string): string | undefined {
  const [first] = folded(text).split(" ");
  return choices.find(({ label }) => folded(label) === first)?.id;
}

/**
 * The option that an event picks: by id, by its label, or by its number. A label that stands on several cards picks
 * none of them; with the card's title before it, or by the title alone where the card has but one option, it does.
 */
export function pickedOf({ choices }: Choosing, event: Event): string | undefined {
  if (event.kind === "pick") return choices.find(({ id }) => id === event.option)?.id;
  if (event.kind !== "text") return undefined;
  const said = folded(event.text);
  const picked = only(choices.filter(({ label }) => folded(label) === said));
  if (picked) return picked.id;
  const ofCard = only(
    choices.filter(({ label, card }) => card !== undefined && [card, `${card} ${label}`].map(folded).includes(said)),
  );
  if (ofCard) return ofCard.id;
  const isNumber = /^\d{1,2}\s*[.)]?$/.test(event.text.normalize("NFKC").trim());
  return isNumber ? choices[Number.parseInt(said, 10) - 1]?.id : undefined;
}

/** The one there is; of several options of one `choose`, the first. */
function only(found: readonly WaitingChoice[]): WaitingChoice | undefined {
  return found.length === 1 || found[0]?.card === undefined ? found[0] : undefined;
}

/** An API may answer with a list of any length: past this many, nobody looks for one that differs. */
const maxItems = 100;

export function listOf(here: Here, source: Expression): readonly unknown[] {
  const result = resultOf(here, source);
  if (!result.ok) throw new TextFailed(result.message);
  if (!Array.isArray(result.value)) throw new TextFailed("each: this is not a list");
  return result.value.slice(0, maxItems);
}

export function idOf(here: Here, source: Expression, more: More): string {
  const result = resultOf(here, source, more);
  if (!result.ok) throw new TextFailed(result.message);
  if (result.value === null || typeof result.value === "object") throw new TextFailed("id: this is no text or number");
  return String(result.value);
}

function holds(here: Here, source: Expression): boolean {
  const result = resultOf(here, source);
  if (!result.ok) throw new TextFailed(result.message);
  return result.value === true;
}
