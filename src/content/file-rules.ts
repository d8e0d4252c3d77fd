/** What JSON Schema says clumsily of whole files: values that must fit one another. */

import { declarationMisfits } from "#content/declarations.ts";
import type { FileKind } from "#content/layout.ts";
import type { Path } from "#content/node.ts";
import type { Misfit } from "#content/schemas/messages.ts";
import { takenName } from "#content/taken-name.ts";

/** The misfits of one file's values with one another. */
export function fileMisfits(kind: FileKind["kind"], value: unknown): readonly Misfit[] {
  if (!isMap(value)) return [];
  switch (kind) {
    case "site":
      return isMap(value.publish) ? freezes(value.publish.freeze, ["publish", "freeze"]) : [];
    case "connection":
      return declarationMisfits(value.answers, ["answers"]);
    case "workflow":
    case "brand-workflow":
      return [
        ...declarationMisfits(value.inputs, ["inputs"]),
        ...declarationMisfits(value.outputs, ["outputs"]),
        ...declarationMisfits(value.vars, ["vars"]),
        ...declaredTwice(value),
        ...taken(value),
      ];
    case "channel":
      return widgetElsewhere(value);
    case "assistant":
      return spokenAlready(value);
    case "test":
      return testSubject(value);
    default:
      return [];
  }
}

function freezes(value: unknown, path: Path): readonly Misfit[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((freeze, index): readonly Misfit[] => {
    if (!isMap(freeze) || typeof freeze.from !== "string" || typeof freeze.to !== "string") return [];
    if (freeze.from <= freeze.to) return [];
    return [
      {
        path: [...path, index, "to"],
        at: "value",
        message: `this freeze ends on ${freeze.to}, before it begins on ${freeze.from}`,
        help: "swap the two days",
        harmless: true,
      },
    ];
  });
}

/** Channels whose customers may meet the widget. */
const withWidget: ReadonlySet<unknown> = new Set(["web", "ios", "android"]);

function widgetElsewhere({ type, web }: Readonly<Record<string, unknown>>): readonly Misfit[] {
  if (web === undefined || typeof type !== "string" || withWidget.has(type)) return [];
  return [
    {
      path: ["web"],
      at: "key",
      message: `the key "web" means nothing on a channel of the type "${type}"`,
      why: "it would do nothing, without a word",
      help: "leave it out, or give it to the channel where the widget is",
      harmless: true,
    },
  ];
}

/** A language is spoken, or prepared. */
function spokenAlready({ languages, preparing }: Readonly<Record<string, unknown>>): readonly Misfit[] {
  if (!Array.isArray(languages) || !Array.isArray(preparing)) return [];
  return preparing.flatMap((language, index): readonly Misfit[] => {
    if (!languages.includes(language)) return [];
    return [
      {
        path: ["preparing", index],
        at: "value",
        message: `"${language}" stands under "languages" already`,
        why: "what is prepared is not live yet, and what is spoken is",
        help: "keep it under one of the two",
        harmless: true,
      },
    ];
  });
}

/** A name is an input, an output or a variable of the workflow: only one of them. */
function declaredTwice(workflow: Readonly<Record<string, unknown>>): readonly Misfit[] {
  const first = new Map<string, string>();
  return ["inputs", "outputs", "vars"].flatMap((part) => {
    const declared = workflow[part];
    if (!isMap(declared)) return [];
    return Object.keys(declared).flatMap((name): readonly Misfit[] => {
      const earlier = first.get(name);
      first.set(name, earlier ?? part);
      if (earlier === undefined) return [];
      return [
        {
          path: [part, name],
          at: "key",
          message: `"${name}" is declared under "${earlier}" already`,
          why: "nobody could say which of the two it is",
          help: "declare it once: inputs and outputs are variables like any other",
          harmless: true,
        },
      ];
    });
  });
}

/** No expression could read what is called so. */
function taken(workflow: Readonly<Record<string, unknown>>): readonly Misfit[] {
  return ["inputs", "outputs", "vars"].flatMap((part) => {
    const declared = workflow[part];
    return isMap(declared) ? Object.keys(declared).flatMap((name) => takenName(name, [part, name], "key")) : [];
  });
}

function testSubject(test: Readonly<Record<string, unknown>>): readonly Misfit[] {
  if (test.workflow !== undefined && test.assistant !== undefined) {
    return [
      {
        path: ["assistant"],
        at: "key",
        message: '"assistant" cannot stand beside "workflow"',
        help: "keep one of the two: a workflow by itself, or the assistant from its welcome on",
      },
    ];
  }
  if (test.workflow !== undefined || test.assistant !== undefined) return [];
  return [
    {
      path: [],
      at: "value",
      message: "this test does not say what it tests",
      help: 'add "workflow: …", or "assistant: …" to begin with its welcome',
    },
  ];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
