/** Every text has every language that customers may read it in. */

import type { Check } from "#checks/check.ts";
import { workflowsOf } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { placeOf } from "#content/place.ts";
import { textsOf } from "#content/texts.ts";
import type { Finding, Span } from "#findings/finding.ts";

export const missingTranslation: Check = {
  name: "missing-translation",
  severity: "error",
  summary: "a text that lacks one of its assistant's languages",
  run: (content) => [...inWorkflows(content), ...inDefaultResponses(content), ...inNotices(content)],
};

function inWorkflows(content: Content): readonly Finding[] {
  return workflowsOf(content).flatMap(({ item, workflow, assistant, languages }) => {
    const preparing = assistant?.value?.preparing ?? [];
    return textsOf(workflow)
      .filter(({ kind }) => kind === "text")
      .flatMap(({ path, name, step, value }) => {
        const at = placeOf(item.file, item.root, path);
        const place = { what: `"${name}"`, at, ...(step !== null && { step }) };
        return [...missing(value, languages, "error", place), ...missing(value, preparing, "info", place)];
      });
  });
}

function inDefaultResponses(content: Content): readonly Finding[] {
  return [...content.channels.values()].flatMap((item) => {
    const text = item.value?.default_response?.text;
    const brand = item.value && content.brands.get(item.value.brand);
    const at = placeOf(item.file, item.root, ["default_response", "text"]);
    return missing(text, brand?.value?.languages ?? [], "error", { what: "the default response", at });
  });
}

function inNotices(content: Content): readonly Finding[] {
  return [...content.brands.values()].flatMap((item) => {
    const at = placeOf(item.file, item.root, ["privacy", "notice"]);
    return missing(item.value?.privacy?.notice, item.value?.languages ?? [], "error", {
      what: "the privacy notice",
      at,
    });
  });
}

function missing(
  value: unknown,
  languages: readonly string[],
  severity: Finding["severity"],
  { what, at, step }: { what: string; at: Span; step?: string },
): readonly Finding[] {
  if (value === undefined) return [];
  const texts = value as Readonly<Record<string, string>>;
  const lacking = languages.filter((language) => !Object.hasOwn(texts, language) || texts[language]?.trim() === "");
  if (lacking.length === 0) return [];
  return [
    {
      check: "missing-translation",
      severity,
      message: `${what} has no text in ${lacking.map((language) => `"${language}"`).join(", ")}`,
      at,
      ...(step !== undefined && { step }),
      why: "customers who speak it would read another language",
      help: `add ${lacking.map((language) => `${language}: "…"`).join(", ")}, here or in locales/`,
    },
  ];
}
