/** Which file means what: the site's folders (language.md, section 1). */

import { nearest } from "#content/nearest.ts";

export type FileKind =
  | { readonly kind: "site" }
  | { readonly kind: "brand" | "channel" | "assistant"; readonly id: string }
  | {
      readonly kind: "schedule" | "group" | "connection" | "brand-workflow";
      readonly brand: string;
      readonly id: string;
    }
  | { readonly kind: "article"; readonly brand: string; readonly id: string; readonly language: string }
  | { readonly kind: "asset"; readonly brand: string; readonly path: string }
  | { readonly kind: "workflow" | "test"; readonly assistant: string; readonly id: string }
  | { readonly kind: "locale"; readonly assistant: string; readonly language: string }
  | { readonly kind: "made-from"; readonly language: string };

/** The patterns as authors know them, for "the nearest pattern". */
export const patterns = [
  "brands/<brand>/brand.yaml",
  "brands/<brand>/schedules/<schedule>.yaml",
  "brands/<brand>/groups/<group>.yaml",
  "brands/<brand>/connections/<connection>.yaml",
  "brands/<brand>/workflows/<workflow>.yaml",
  "brands/<brand>/articles/<article>.<lang>.md",
  "brands/<brand>/assets/**",
  "channels/<channel>.yaml",
  "assistants/<assistant>/assistant.yaml",
  "assistants/<assistant>/workflows/<workflow>.yaml",
  "assistants/<assistant>/locales/<lang>.yaml",
  "assistants/<assistant>/tests/<name>.test.yaml",
] as const;

const ofBrand: Readonly<Record<string, "schedule" | "group" | "connection" | "brand-workflow">> = {
  schedules: "schedule",
  groups: "group",
  connections: "connection",
  workflows: "brand-workflow",
};

/** Written by `parley translations`: no pattern that authors need to know. */
const madeFromPattern = /^(?:channels|(?:assistants|brands)\/[^/]+)\/\.made-from\/([^/]+)\.yaml$/;

/** What a path means; null where it matches no pattern. */
export function kindOf(path: string): FileKind | null {
  if (path === "parley.yaml") return { kind: "site" };
  const marks = madeFromPattern.exec(path);
  if (marks) return { kind: "made-from", language: marks[1] ?? "" };
  const [top, id = "", folder = "", ...rest] = path.split("/");
  const last = rest.join("/");
  if (top === "channels" && folder === "" && id.endsWith(".yaml")) return { kind: "channel", id: stem(id, ".yaml") };
  if (top === "brands") {
    if (folder === "brand.yaml" && rest.length === 0) return { kind: "brand", id };
    if (folder === "assets" && rest.length > 0) return { kind: "asset", brand: id, path: last };
    const article = folder === "articles" ? /^([^/]+)\.([^./]+)\.md$/.exec(last) : null;
    if (article) return { kind: "article", brand: id, id: article[1] ?? "", language: article[2] ?? "" };
    const kind = ofBrand[folder];
    if (kind && rest.length === 1 && last.endsWith(".yaml")) return { kind, brand: id, id: stem(last, ".yaml") };
  }
  if (top === "assistants") {
    if (folder === "assistant.yaml" && rest.length === 0) return { kind: "assistant", id };
    if (rest.length !== 1) return null;
    if (folder === "workflows" && last.endsWith(".yaml"))
      return { kind: "workflow", assistant: id, id: stem(last, ".yaml") };
    if (folder === "locales" && last.endsWith(".yaml"))
      return { kind: "locale", assistant: id, language: stem(last, ".yaml") };
    if (folder === "tests" && last.endsWith(".test.yaml"))
      return { kind: "test", assistant: id, id: stem(last, ".test.yaml") };
  }
  return null;
}

function stem(name: string, ending: string): string {
  return name.slice(0, -ending.length);
}

/** The pattern that an unknown path was most likely meant to match. */
export function nearestPattern(path: string): string {
  const [top = "", , folder = ""] = path.split("/");
  const fitting = patterns.filter((pattern) => pattern.startsWith(`${top}/`));
  const folders = fitting.map((pattern) => pattern.split("/")[2] ?? "");
  const guess = folders.includes(folder) ? folder : nearest(folder, folders);
  const index = guess === undefined ? -1 : folders.indexOf(guess);
  return fitting[index] ?? fitting.find((pattern) => /workflow|channel|brand\.yaml/.test(pattern)) ?? patterns[0];
}
