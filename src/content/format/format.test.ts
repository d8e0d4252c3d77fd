import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatFile } from "#content/format/format.ts";
import { jsonOf } from "#content/place.ts";
import { nodesFromDocument } from "#content/yaml/from-document.ts";
import { nodesFromEvents } from "#content/yaml/from-events.ts";

const workflow = "assistants/bo/workflows/hello.yaml";

function formatted(source: string, path = workflow): string {
  const result = formatFile(path, source);
  if (result.kind === "unreadable") throw new Error(result.findings.map(({ message }) => message).join("\n"));
  return result.text;
}

describe("the layout", () => {
  const cases: Readonly<Record<string, readonly [source: string, laidOut: string]>> = {
    "texts are put in double quotes, other words left alone": [
      "workflow: hello\ntitle: Bonjour\nsteps:\n  - {id: hi, say: {fr: 'Été', en: Summer}, end: solved}\n",
      'workflow: hello\ntitle: "Bonjour"\nsteps:\n  - { id: hi, say: { fr: "Été", en: "Summer" }, end: solved }\n',
    ],
    "a text that holds double quotes stands in single ones": [
      'title: "Ouvert {{ open(\\"desk\\") }}"\n',
      "title: 'Ouvert {{ open(\"desk\") }}'\n",
    ],
    "what reads as no text is left to the check, which knows": ["title: 1.0\n", "title: 1.0\n"],
    "a list is indented below its key": [
      "steps:\n- id: a\n  say: A\n-   id: b\n    end: x\n",
      'steps:\n  - id: a\n    say: "A"\n  - id: b\n    end: x\n',
    ],
    "at most one blank line, none at either end": [
      "\n\nworkflow: a\n\n\n\nsteps:\n\n  - id: a\n\n\n  - id: b\n\n",
      "workflow: a\n\nsteps:\n  - id: a\n\n  - id: b\n",
    ],
    "braces and brackets stay where all of them fits": [
      "start: {phrases: [ a,\n  b ] }\n",
      'start: { phrases: ["a", "b"] }\n',
    ],
    "braces over the line's width become lines": [
      `steps: [{ id: a, say: { fr: "${"x".repeat(60)}", en: "${"y".repeat(60)}" } }]\n`,
      `steps:\n  - id: a\n    say:\n      fr: "${"x".repeat(60)}"\n      en: "${"y".repeat(60)}"\n`,
    ],
    "braces below an ignoring comment stay on its next line": [
      `steps:\n  # parley-ignore schema: a reason\n  - { id: a, say: { fr: "${"x".repeat(60)}", en: "${"y".repeat(60)}" } }\n`,
      `steps:\n  # parley-ignore schema: a reason\n  - { id: a, say: { fr: "${"x".repeat(60)}", en: "${"y".repeat(60)}" } }\n`,
    ],
    "comments keep their entry": [
      "# top\n\nworkflow: a   # id\nsteps: # all of them\n # first\n - id: x # x\n   # why\n   goto: end\n   # last of x\n# last of all\n",
      "# top\n\nworkflow: a # id\nsteps: # all of them\n  # first\n  - id: x # x\n    # why\n    goto: end\n    # last of x\n# last of all\n",
    ],
    "a comment inside braces makes them lines": [
      "vars: { a: string, # one\n  # two\n  b: int }\n",
      "vars:\n  a: string # one\n  # two\n  b: int\n",
    ],
    "texts over several lines keep theirs": [
      "steps:\n   - id: a\n     say: |\n         Bonjour\n\n           toi\n     end: x\n",
      "steps:\n  - id: a\n    say: |\n      Bonjour\n\n        toi\n    end: x\n",
    ],
    "an unquoted text over several lines becomes one line": ["title: Bonjour\n  à tous\n", 'title: "Bonjour à tous"\n'],
    "line ends are line feeds": ["workflow: a\r\n\r\n# b\r\nsteps: []\r\n", "workflow: a\n\n# b\nsteps: []\n"],
    "brackets that close further out are brought in": [
      "steps: [\n  { id: a, goto: end }, # one\n]\n",
      "steps:\n  - { id: a, goto: end } # one\n",
    ],
    "an empty choice stays empty": [
      "steps:\n  - id: a\n    choose:\n    # asked\n    text: A\n",
      'steps:\n  - id: a\n    choose:\n    # asked\n    text: "A"\n',
    ],
  };
  test.each(Object.entries(cases))("%s", (_, [source, laidOut]) => {
    expect(formatted(source)).toBe(laidOut);
    expect(formatted(laidOut)).toBe(laidOut);
  });

  test("a file that cannot be read is left alone, with what is wrong", () => {
    const result = formatFile(workflow, "workflow: a\n  steps: [\n");
    expect(result.kind === "unreadable" && result.findings[0]?.check).toBe("yaml-syntax");
  });
});

/** A YAML file as many hands might have written it. Every comment has words of its own. */
const sources: fc.Arbitrary<string> = fc
  .tuple(
    fc.letrec<{ value: Drawn; collection: Drawn; scalar: Drawn }>((tie) => ({
      value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie("scalar"), tie("collection")),
      collection: fc.record({
        kind: fc.constantFrom("map" as const, "list" as const),
        flow: fc.boolean(),
        items: fc.uniqueArray(
          fc.record({
            key: fc.constantFrom("id", "say", "title", "fr", "steps", "retry", "text", "404", "then", "options", "a b"),
            value: tie("value"),
            before: fc.constantFrom("", "", "", "\n", "#", "\n#", "#\n", "##", "\n\n\n#\n#\n"),
            after: fc.constantFrom("", "", "", "#"),
            broken: fc.boolean(),
          }),
          { selector: ({ key }) => key, maxLength: 4 },
        ),
      }),
      scalar: fc.record({
        kind: fc.constant("scalar" as const),
        text: fc.oneof(
          fc.constantFrom("", "yes", "1.0", "null", "it's", 'say "hi"', "a: b", "n° #12", " led", "C:\\x", "{{ a }}"),
          fc.constantFrom(
            "two\nlines",
            "two\nlines\n",
            "\n  deep\nline",
            "end\n\n\n",
            "été 😀",
            "- a",
            "*x",
            "&y",
            "\u00a0",
          ),
          fc.string({ unit: "grapheme", maxLength: 12 }),
          fc.stringMatching(/^[a-z]{1,40}$/),
        ),
        style: fc.constantFrom("plain" as const, "single" as const, "double" as const, "block" as const),
      }),
    })).collection,
    fc.constantFrom("\n", "\r\n"),
  )
  .map(([drawn, newline]) => {
    const comments = { count: 0 };
    return `${written(drawn.items?.length ? { ...drawn, flow: false } : drawn, 0, false, comments).replace(/^\n/, "")}\n`.replaceAll(
      "\n",
      newline,
    );
  });

interface Drawn {
  readonly kind: "map" | "list" | "scalar";
  readonly flow?: boolean;
  readonly items?: readonly { key: string; value: Drawn; before: string; after: string; broken: boolean }[];
  readonly text?: string;
  readonly style?: "plain" | "single" | "double" | "block";
}

/** With a line end before it where it is a collection in lines. */
function written(drawn: Drawn, indent: number, inFlow: boolean, comments: { count: number }): string {
  const pad = " ".repeat(indent);
  const comment = (): string => {
    comments.count += 1;
    return `# comment ${comments.count}`;
  };
  const lines = (marks: string): string =>
    [...marks].map((mark) => (mark === "#" ? `${pad}${comment()}\n` : "\n")).join("");
  if (drawn.kind === "scalar") return scalar(drawn, indent, inFlow);
  const items = drawn.items ?? [];
  if (drawn.flow || inFlow || items.length === 0) {
    const inner = items.map(({ key, value, before, after, broken }) => {
      const said = before.includes("#") || broken ? `\n${lines(before.replaceAll("\n", ""))}${pad} ` : "";
      const text = written(value, indent + 1, true, comments);
      const behind = after === "" ? "" : ` ${comment()}\n${pad}`;
      return `${said}${drawn.kind === "map" ? `${key}: ` : ""}${text || '""'}${behind}`;
    });
    const [from, to] = drawn.kind === "map" ? "{}" : "[]";
    return `${from}${inner.join(", ")}${to}`;
  }
  return items
    .map(({ key, value, before, after }) => {
      const isBlock = value.kind !== "scalar" && !value.flow && (value.items?.length ?? 0) > 0;
      const text = written(value, indent + 2, false, comments);
      const behind = after === "" || text.includes("\n") ? "" : ` ${comment()}`;
      const opening = after !== "" && isBlock && drawn.kind === "map" ? ` ${comment()}` : "";
      const mark = drawn.kind === "map" ? `${key}:` : "-";
      return `\n${lines(before)}${pad}${mark}${opening}${isBlock ? text : ` ${text}`}${behind}`;
    })
    .join("");
}

function scalar({ text = "", style }: Drawn, indent: number, inFlow: boolean): string {
  const isPlain = /^[a-zA-Z0-9][a-zA-Z0-9 .]*$/.test(text) && !text.endsWith(" ");
  if (style === "plain" && isPlain) return text;
  if (style === "single" && /^[\u0020-\u007e\u00a0-\u00ff]*$/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  if (style === "block" && !inFlow && /^[a-z]+\n[a-z\n]*$/.test(text)) {
    const pad = " ".repeat(indent + 1);
    const body = text.replace(/\n+$/, "").split("\n");
    return `|${text.endsWith("\n") ? "" : "-"}\n${body.map((line) => `${pad}${line}`).join("\n")}`;
  }
  return JSON.stringify(text);
}

/** What both readers make of a text; they must agree. */
function meaning(source: string): unknown {
  const quick = nodesFromEvents(source);
  const patient = nodesFromDocument(source);
  expect([quick.faults, patient.faults]).toEqual([[], []]);
  const value = quick.root && jsonOf(quick.root);
  expect(patient.root && jsonOf(patient.root)).toEqual(value);
  return value;
}

function commentsOf(text: string): readonly string[] {
  return [...text.matchAll(/# comment \d+/g)].map(([comment]) => comment).sort();
}

test("whatever the file: the same meaning, the same comments, and laying out twice is laying out once", () => {
  fc.assert(
    fc.property(sources, (source) => {
      const once = formatted(source);
      expect(meaning(once)).toEqual(meaning(source));
      expect(commentsOf(once)).toEqual(commentsOf(source));
      expect(once).not.toContain("\r");
      expect(formatted(once)).toBe(once);
    }),
    { numRuns: 1_000 },
  );
});
