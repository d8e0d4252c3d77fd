/** What customers will read: every text that differs between what is live and what will be, by language. */

import type { Body, Digest } from "#content/body.ts";
import { textsOf } from "#content/texts.ts";
import type { Workflow } from "#content/workflow.ts";
import type { ReleaseContent } from "#plan/live.ts";
import type { Side } from "#plan/move.ts";

export interface ChangedText {
  readonly assistant: string;
  readonly workflow: string;
  /** The place's name as in `locales/`, such as `ask_order.retry.text`. */
  readonly place: string;
  readonly language: string;
  /** Absent: it is new. */
  readonly before?: string;
  /** Absent: it goes. */
  readonly after?: string;
}

/** In the order of assistants, workflows and the texts' places. */
export function changedDialogue(before: Side, after: Side): readonly ChangedText[] {
  const was = workflowsIn(before);
  const is = workflowsIn(after);
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((key) => {
    const [assistant = "", workflow = ""] = key.split("/");
    const old = was.get(key);
    const now = is.get(key);
    // One that stays as it is needs no second look at its texts.
    if (old === now) return [];
    const texts = [textsByPlace(old), textsByPlace(now)] as const;
    const places = [...new Set([...texts[1].keys(), ...texts[0].keys()])];
    return places.flatMap((place) => {
      const [oldText, newText] = [texts[0].get(place) ?? {}, texts[1].get(place) ?? {}];
      const languages = [...new Set([...Object.keys(newText), ...Object.keys(oldText)])];
      return languages.flatMap((language): ChangedText[] => {
        const [text, next] = [oldText[language], newText[language]];
        if (text === next) return [];
        return [
          {
            assistant,
            workflow,
            place,
            language,
            ...(text !== undefined && { before: text }),
            ...(next !== undefined && { after: next }),
          },
        ];
      });
    });
  });
}

/** By `assistant/workflow`. */
export function workflowsIn({ content, bodies }: Side): ReadonlyMap<string, Workflow> {
  const found = new Map<string, Workflow>();
  for (const digest of assistantsOf(content)) {
    const body: Body | undefined = bodies.get(digest);
    if (body?.kind !== "assistant") continue;
    for (const [id, workflow] of Object.entries(body.workflows)) found.set(`${body.id}/${id}`, workflow);
  }
  return found;
}

function assistantsOf(content: ReleaseContent): ReadonlySet<Digest> {
  return new Set(Object.values(content).flatMap(({ targets }) => targets.map(({ assistant }) => assistant)));
}

function textsByPlace(workflow: Workflow | undefined): ReadonlyMap<string, Readonly<Record<string, string>>> {
  if (!workflow) return new Map();
  return new Map(
    textsOf(workflow).map(({ name, value }) => [
      name,
      Object.fromEntries(
        Object.entries(value as Readonly<Record<string, string | readonly string[]>>).map(([language, text]) => [
          language,
          typeof text === "string" ? text : text.join("\n"),
        ]),
      ),
    ]),
  );
}
