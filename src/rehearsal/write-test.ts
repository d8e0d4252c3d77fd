/** A test file as YAML: what a played talk and a suggested one become. */

import { formatFile } from "#content/format/format.ts";
import type { Given, TalkItem, Test, TestFile } from "#rehearsal/test-file.ts";
import type { StubAnswers } from "#runtime/stubs.ts";

/** The file's text, in the layout of `parley fmt`. `notes` stand above their tests, as comments. */
export function writeTestFile(path: string, file: TestFile, notes: readonly (readonly string[])[] = []): string {
  const lines = [
    ...(file.workflow === undefined ? [] : [`workflow: ${file.workflow}`]),
    ...(file.assistant === undefined ? [] : [`assistant: ${file.assistant}`]),
    ...(file.locales ? [`locales: ${flow(file.locales)}`] : []),
    ...givenLines(file.given),
    "tests:",
    ...file.tests.flatMap((test, index) => indent(testLines(test, notes[index] ?? []))),
  ];
  const text = `${lines.join("\n")}\n`;
  const formatted = formatFile(path, text);
  return formatted.kind === "formatted" ? formatted.text : text;
}

function testLines(test: Test, notes: readonly string[]): readonly string[] {
  const [first = "", ...others] = [
    `name: ${JSON.stringify(test.name)}`,
    ...(test.channel === undefined ? [] : [`channel: ${test.channel}`]),
    ...(test.locales ? [`locales: ${flow(test.locales)}`] : []),
    ...givenLines(test.given),
    "talk:",
    ...test.talk.flatMap((item) => indent(itemLines(item))),
    ...(test.expect ? [`expect: ${flow(test.expect)}`] : []),
  ];
  return [...notes.map((note) => `# ${note}`), `- ${first}`, ...indent(others)];
}

function itemLines(item: TalkItem): readonly string[] {
  if (item === "...") return ["- ..."];
  return Object.entries(item).map(
    ([key, value], index) => `${index === 0 ? "- " : "  "}${key}: ${itemValue(key, value)}`,
  );
}

/** What people say is always quoted; a step's or an option's id is not. */
function itemValue(key: string, value: unknown): string {
  return key === "user" && typeof value === "string" ? JSON.stringify(value) : flow(value);
}

function givenLines(given: Given | undefined): readonly string[] {
  if (!given || Object.keys(given).length === 0) return [];
  const { calls, ...others } = given;
  const stubs = Object.entries(calls ?? {}).flatMap(
    ([connection, requests]: [string, Readonly<Record<string, StubAnswers>>]) => [
      `${key(connection)}:`,
      ...indent(Object.entries(requests).map(([request, answers]) => `${key(request)}: ${flow(answers)}`)),
    ],
  );
  return [
    "given:",
    ...indent([
      ...Object.entries(others).map(([name, value]) => `${name}: ${flow(value)}`),
      ...(stubs.length > 0 ? ["calls:", ...indent(stubs)] : []),
    ]),
  ];
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

/** A value in one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return members.length === 0
      ? "{}"
      : `{ ${members.map(([name, inner]) => `${key(name)}: ${flow(inner)}`).join(", ")} }`;
  }
  return typeof value === "string" && isPlain(value) ? value : JSON.stringify(value);
}

function key(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_.-]*(?: \/[A-Za-z0-9_./-]*)?$/.test(name) && isPlain(name.split(" ")[0] ?? "")
    ? name
    : JSON.stringify(name);
}

/** Words that YAML reads as themselves. */
function isPlain(text: string): boolean {
  if (/^(?:[0-9]+(?:ms|s|m|h|d))+$/.test(text)) return true;
  return /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
}
