/** What JSON Schema says clumsily of steps: keys that exclude or need one another. */

import type { Path } from "#content/node.ts";
import type { Misfit } from "#content/schemas/messages.ts";
import { takenName } from "#content/taken-name.ts";

type Values = Readonly<Record<string, unknown>>;

const methods = ["get", "post", "put", "patch", "delete"];

const none: readonly Misfit[] = [];

/** The misfits of one step's keys with one another. */
export function exclusions(verb: string, step: Values, path: Path): readonly Misfit[] {
  if (verb === "if") return ofIf(step, path);
  if (verb === "goto") {
    return [
      ...both(step, path, "goto", "then", "keep one of the two"),
      ...both(step, path, "goto", "end", "keep one of the two: where to go, or how to end"),
    ];
  }
  const own = ofVerb(verb, step, path);
  // Most steps have neither, and nothing of their own.
  if (step.end === undefined && !Array.isArray(step.then)) return own;
  const jumps = both(step, path, "then", "end", "keep one of the two: where to go, or how to end");
  return verb === "end" ? jumps : [...own, ...jumps, ...ofThen(verb, step, path)];
}

function ofVerb(verb: string, step: Values, path: Path): readonly Misfit[] {
  switch (verb) {
    case "call":
      return ofCall(step, path);
    case "articles":
      return ofArticles(step, path);
    case "say":
      return Array.isArray(step.say) ? ofParts(step.say, [...path, "say"]) : none;
    case "choose":
      return ofOptions(step.options, [...path, "options"]);
    case "carousel":
      return ofCards(step.carousel, [...path, "carousel"]);
    default:
      return none;
  }
}

/** `b`, where it stands beside `a`. */
function both(values: Values, path: Path, a: string, b: string, help: string): readonly Misfit[] {
  if (values[a] === undefined || values[b] === undefined) return none;
  const keys = Object.keys(values);
  const [first, second] = keys.indexOf(a) < keys.indexOf(b) ? [a, b] : [b, a];
  return [
    { path: [...path, second], at: "key", message: `"${second}" cannot stand beside "${first}"`, help, harmless: true },
  ];
}

function ofThen(verb: string, step: Values, path: Path): readonly Misfit[] {
  if (!Array.isArray(step.then)) return none;
  return [
    {
      path: [...path, "then"],
      at: "key",
      message: `"then" of a "${verb}" step is a step's id or "end", not a list of steps`,
      help: "write the steps after this one",
    },
  ];
}

function ofCall(step: Values, path: Path): readonly Misfit[] {
  const asked = Object.keys(step).filter((key) => methods.includes(key));
  const [first = "", second = ""] = asked;
  if (asked.length > 1) return both(step, path, first, second, "make two steps of it");
  if (asked.length === 1) return none;
  return [
    {
      path: [...path, "call"],
      at: "key",
      message: "this call does not say what it asks",
      help: 'add a method and a path, such as get: "/orders/{{ order_id }}"',
    },
  ];
}

function ofArticles(step: Values, path: Path): readonly Misfit[] {
  if (!isMap(step.articles)) return [];
  const at = [...path, "articles"];
  const { ids, query } = step.articles;
  if (ids === undefined && query === undefined) {
    return [
      {
        path: at,
        at: "key",
        message: "this step names no articles",
        help: 'add "ids: […]", or "query: …" to search for them',
      },
    ];
  }
  return [
    ...both(step.articles, at, "ids", "query", "name the articles, or search for them"),
    ...(query === undefined
      ? both(step.articles, at, "ids", "limit", "leave the limit out: all that are named show")
      : []),
  ];
}

function ofIf(step: Values, path: Path): readonly Misfit[] {
  if (step.end !== undefined) {
    return [
      {
        path: [...path, "end"],
        at: "key",
        message: '"end" cannot stand beside "if"',
        help: "put an end step into the arm it belongs to",
      },
    ];
  }
  if (step.then !== undefined || step.else !== undefined) return [];
  return [
    {
      path: [...path, "if"],
      at: "key",
      message: "this condition decides nothing",
      help: 'add "then" (and "else"): a step\'s id, "end", or a list of steps',
    },
  ];
}

const partKinds = ["text", "image", "file", "links"];
const besides: Readonly<Record<string, string>> = { alt: "image", name: "file" };

/** A part of a message is one thing. */
function ofParts(parts: readonly unknown[], path: Path): readonly Misfit[] {
  return parts.flatMap((part, index): readonly Misfit[] => {
    if (!isMap(part)) return [];
    const at = [...path, index];
    const [first, second] = Object.keys(part).filter((key) => partKinds.includes(key));
    if (first !== undefined && second !== undefined) {
      return both(part, at, first, second, 'make two parts of it, each with a "- " of its own');
    }
    return Object.entries(besides)
      .filter(([key, kind]) => part[key] !== undefined && part[kind] === undefined)
      .map(([key, kind]) => ({
        path: [...at, key],
        at: "key",
        message: `"${key}" belongs to a part with "${kind}"`,
        help: `add "${kind}: …", or leave it out`,
      }));
  });
}

function ofOptions(options: unknown, path: Path): readonly Misfit[] {
  const help = "keep one of the two: both say where picking it leads";
  if (isMap(options)) return [...ofEach(options, path), ...both(options, path, "goto", "then", help)];
  if (!Array.isArray(options)) return [];
  return options.flatMap((option, index) =>
    isMap(option) ? both(option, [...path, index], "goto", "then", help) : [],
  );
}

/** What each of them is called while it is made. */
function ofEach({ as }: Values, path: Path): readonly Misfit[] {
  return typeof as === "string" ? takenName(as, [...path, "as"], "value") : none;
}

function ofCards(cards: unknown, path: Path): readonly Misfit[] {
  if (isMap(cards)) return [...ofEach(cards, path), ...ofOptions(cards.options, [...path, "options"])];
  if (!Array.isArray(cards)) return [];
  return cards.flatMap((card, index) => (isMap(card) ? ofOptions(card.options, [...path, index, "options"]) : []));
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
