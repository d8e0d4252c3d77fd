import { describe, expect, test } from "vitest";
import type { CallStep } from "#content/workflow.ts";
import { begin, step } from "#runtime/interpreter.ts";
import type { Program } from "#runtime/program.ts";

/** What is asked by a call with these keys, where the customer has just written `a/b?c`. */
function asked(keys: Partial<CallStep>) {
  const call = { kind: "call", id: "ask", call: "orders", errors: { else: "end" }, ...keys } as CallStep;
  const program: Program = {
    brand: {
      kind: "brand",
      id: "b",
      name: "B",
      languages: ["en"],
      values: {},
      schedules: {},
      groups: {},
      connections: {},
      articles: {},
      assets: {},
    },
    channel: { kind: "channel", id: "web", type: "web", name: "Web", brand: "b" },
    assistant: {
      kind: "assistant",
      id: "a",
      name: "A",
      brand: "b",
      languages: ["en"],
      fallback: "main",
      workflows: { main: { workflow: "main", steps: [call] } },
    },
  };
  const state = begin(program, { conversation: "c", started: "2026-03-02T10:00:00Z", languages: ["en"] });
  const { effects } = step(program, state, { kind: "text", text: "a/b?c" }, { now: 0, agentsOnline: () => 0 });
  const effect = effects.find(({ kind }) => kind === "call");
  return effect?.kind === "call" ? { path: effect.path, query: effect.query } : null;
}

describe("the path of a call", () => {
  test.each<[string, Partial<CallStep>, ReturnType<typeof asked>]>([
    ["a value stays inside its part", { get: "/x/{{ last_message }}" }, { path: "/x/a%2Fb%3Fc", query: {} }],
    [
      "what an author writes behind a question mark is the query",
      { get: "/x?open=true&q={{ last_message }}&sign=?" },
      { path: "/x", query: { open: "true", q: "a/b?c", sign: "?" } },
    ],
    [
      "the key query says the last word",
      { get: "/x?limit=1&page=2", query: { limit: 3 } },
      { path: "/x", query: { limit: "3", page: "2" } },
    ],
  ])("%s", (_name, keys, expected) => {
    expect(asked(keys)).toEqual(expected);
  });
});
