/** Which of a site's texts are worth a closer look, and for what: one glance for all the checks of texts. */

import { readElsewhere } from "#checks/read-elsewhere.ts";
import type { Content } from "#content/content.ts";
import { type SiteText, siteTexts } from "#content/site-texts.ts";

export interface CloserLook {
  /** Some version has `{{ }}`. */
  readonly filledIn: readonly SiteText[];
  /** A language is missing, or nothing stands in it. */
  readonly lacking: readonly SiteText[];
  /** A version stands in a language that its owner may not speak. */
  readonly strange: readonly SiteText[];
  /** A version may be the default text once more. */
  readonly repeated: readonly SiteText[];
  /** Without its quotes, a version might be read as a number, a day, a yes. */
  readonly misleading: readonly SiteText[];
  /** What customers write, and not what they read. */
  readonly phrases: readonly SiteText[];
  /** What stands on a button. Options and links are buttons; a form's labels stand above their fields. */
  readonly buttons: readonly SiteText[];
}

const known = new WeakMap<Content, CloserLook>();

/** The texts that are worth it, in their order; the others have nothing of the kind. */
export function closerLook(content: Content): CloserLook {
  let look = known.get(content);
  if (!look) known.set(content, (look = glance(content)));
  return look;
}

function glance(content: Content): CloserLook {
  const filledIn: SiteText[] = [];
  const lacking: SiteText[] = [];
  const strange: SiteText[] = [];
  const repeated: SiteText[] = [];
  const misleading: SiteText[] = [];
  const phrases: SiteText[] = [];
  const buttons: SiteText[] = [];
  const texts = siteTexts(content);
  for (let index = 0; index < texts.length; index += 1) {
    const text = texts[index] as SiteText;
    const { values, languages, preparing } = text;
    const first = languages[0] ?? "";
    const original = values[first];
    const trimmedOriginal = typeof original === "string" ? original.trim() : null;
    let count = 0;
    let isFilledIn = false;
    let isLacking = preparing.length > 0;
    let isStrange = false;
    let isRepeated = false;
    let isMisleading = false;
    for (const language in values) {
      count += 1;
      const value = values[language];
      if (!languages.includes(language)) isStrange = isLacking = true;
      if (typeof value !== "string") {
        isRepeated = isLacking = true;
        if (value === undefined || value.some(isMisread)) isMisleading = true;
        continue;
      }
      const trimmed = value.trim();
      if (trimmed === "") isLacking = true;
      if (isMisread(value)) isMisleading = true;
      if (value.includes("{{")) isFilledIn = true;
      if (language !== first && trimmed === trimmedOriginal) isRepeated = true;
    }
    if (text.kind === "phrases") phrases.push(text);
    else if (isButton(text)) buttons.push(text);
    if (isFilledIn) filledIn.push(text);
    if (isLacking || count < languages.length) lacking.push(text);
    if (isStrange) strange.push(text);
    if (isRepeated) repeated.push(text);
    if (isMisleading) misleading.push(text);
  }
  return { filledIn, lacking, strange, repeated, misleading, phrases, buttons };
}

function isButton({ path }: SiteText): boolean {
  return path[path.length - 1] === "label" && path[path.length - 3] !== "form";
}

function isMisread(value: unknown): boolean {
  return typeof value !== "string" || readElsewhere(value) !== null;
}
