/** What a plan says, from a site as it is live to the site as its files say now; and what its effect is bound to. */

import { describe, expect, test } from "vitest";
import { nothingLive } from "#plan/live.ts";
import { isEmpty, type Plan } from "#plan/plan.ts";
import { renderPlanText } from "#plan/render-text.ts";
import {
  assistant,
  type Edits,
  hello,
  planOf,
  published,
  secondAssistant,
  small,
  web,
} from "./support/planned-sites.ts";

/** The plan's lines about things, without its headline and total. */
const lines = (plan: Plan) =>
  renderPlanText(plan)
    .split("\n")
    .filter((line) => line.startsWith("  "));

describe("a plan says", () => {
  test.each<[string, Edits, Edits, readonly string[]]>([
    ["nothing where nothing changed", {}, {}, []],
    [
      "which text changed, in which language, and what it was",
      {},
      { [hello]: ["Bonjour, je suis Bo.", "Salut, je suis Bo."] },
      ["  ~ assistant bo", '      ~ bo / hello: step hi say (fr): "Bonjour, je suis Bo." → "Salut, je suis Bo."'],
    ],
    [
      "a new step, and where the one before it leads now",
      {},
      { [hello]: ["    end: solved", "  - id: pause\n    wait: 2s\n    end: solved"] },
      [
        "  ~ assistant bo",
        '      ~ bo / hello: step hi end: was "solved"',
        '      ~ bo / hello: step hi leads to another step: "end" → "pause"',
        "      + bo / hello: step pause (wait)",
      ],
    ],
    [
      "that an assistant takes over from the default response",
      { [web]: ["assistant: bo\n", ""] },
      {},
      [
        "  ~ channel web: default response → bo",
        "  + assistant bo",
        "      + workflow hello (1 step)",
        "      + workflow lost (3 steps)",
      ],
    ],
    [
      "that an assistant replaces another one",
      secondAssistant,
      { ...secondAssistant, [web]: ["assistant: bo", "assistant: al"] },
      [
        "  ~ channel web: bo → al",
        "      ! al replaces bo, which answers there now",
        "  + assistant al",
        "      + workflow hello (1 step)",
        "  - assistant bo",
      ],
    ],
    [
      "that a channel goes",
      {},
      { [web]: null },
      ["  - channel web", '      - who answers: was "bo"', "  - assistant bo", "  - brand shop"],
    ],
    [
      "that a draft takes nothing away",
      {},
      { [assistant]: ['name: "Bo"', 'name: "Bob"\nstatus: draft'] },
      ["  = assistant bo is a draft: web keeps the published bo"],
    ],
    [
      "that a draft workflow keeps its published version",
      {},
      { [hello]: ["title:", "status: draft\ntitle:"], [assistant]: ["welcome: hello", "welcome: lost"] },
      [
        "  ~ assistant bo",
        '      ~ welcome: "hello" → "lost"',
        "  = workflow bo / hello is a draft: its published version stays live",
      ],
    ],
    [
      "a changed address of the brand's API",
      {},
      { "brands/shop/connections/orders.yaml": ["orders.shop.example", "api.shop.example"] },
      [
        "  ~ brand shop",
        '      ~ connections.orders.base_url: "https://orders.shop.example" → "https://api.shop.example"',
      ],
    ],
  ])("%s", async (_name, before, after, expected) => {
    const plan = await planOf(after, await published(before));
    expect(lines(plan)).toEqual(expected);
    expect(isEmpty(plan)).toBe(expected.every((line) => line.startsWith("  =")));
  });
});

describe("the effect", () => {
  const change: Edits = { [hello]: ["Bonjour, je suis Bo.", "Salut, je suis Bo."] };

  test("is bound to what changes, and not to the commit or the release's number", async () => {
    const live = await published({});
    const plan = await planOf(change, live, "a".repeat(40));
    expect((await planOf(change, live, "b".repeat(40))).effect).toBe(plan.effect);
    const later = await published({}, { [hello]: ["Hello", "Hi"] }, {});
    expect(later.release?.number).toBe(3);
    expect((await planOf(change, later)).effect).toBe(plan.effect);
  });

  test("is another one when what is live moved, or something else is to be live", async () => {
    const { effect } = await planOf(change, await published({}));
    expect((await planOf(change, await published({ [hello]: ["Hello", "Hi"] }))).effect).not.toBe(effect);
    expect((await planOf({ [hello]: ["Bonjour", "Coucou"] }, await published({}))).effect).not.toBe(effect);
  });

  test("is kept by what others publish elsewhere", async () => {
    const other: Edits = {
      "channels/app.yaml":
        'channel: app\ntype: ios\nname: "App"\nbrand: shop\ndefault_response:\n  text: { en: "Hi", fr: "Salut" }\n',
    };
    const alone = await planOf(change, await published({}));
    expect((await planOf({ ...change, ...other }, await published(other))).effect).toBe(alone.effect);
  });
});

test("the same site is the same release, wherever and whenever it is planned", async () => {
  const first = await planOf({}, nothingLive);
  const again = await planOf({}, nothingLive, "c".repeat(40));
  expect(again.release).toEqual(first.release);
  expect([...again.bodies.keys()]).toEqual([...first.bodies.keys()]);
});

describe("a site whose channels are all others", () => {
  const named = (id: string) => (small.get(web)?.text ?? "").replace("channel: web", `channel: ${id}`);
  const two = { "channels/app.yaml": named("app") };
  const removed = ({ findings }: Plan) =>
    findings.filter(({ check }) => check === "too-much-removed").map(({ message }) => message);

  test("asks whether it is the right platform", async () => {
    const live = await published(two);
    const plan = await planOf({ [web]: null, "channels/shop.yaml": named("shop") }, live);
    expect(removed(plan)).toEqual(["none of the 2 live channels stays: app, web"]);
  });

  test("asks nothing where one stays, or there was but one", async () => {
    expect(removed(await planOf({ "channels/shop.yaml": named("shop") }, await published(two)))).toEqual([]);
    expect(removed(await planOf({ [web]: null, "channels/shop.yaml": named("shop") }, await published({})))).toEqual(
      [],
    );
  });
});
