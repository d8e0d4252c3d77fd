import { expect, test } from "vitest";
import { type AssistantBody, type Body, type BrandBody, type ChannelBody, digestOf } from "#content/body.ts";
import type { Step } from "#content/workflow.ts";
import { driftBetween, lastPublish, lastPublishOfGit } from "#plan/drift.ts";
import type { Release } from "#plan/live.ts";
import { driftJson, driftLines } from "#plan/render-drift.ts";

const brand: BrandBody = {
  kind: "brand",
  id: "shop",
  name: "Shop",
  languages: ["en"],
  values: { code: "private-1" },
  schedules: {},
  groups: {},
  connections: {
    api: { connection: "api", base_url: "https://a.example", auth: { basic: { user: "private-2", secret: "S" } } },
  },
  articles: {},
  assets: {},
};
const steps: readonly Step[] = [
  { id: "hi", kind: "say", say: { en: "Hi", fr: "Salut" } },
  {
    id: "ask",
    kind: "call",
    call: "api",
    post: "/x",
    headers: { "x-key": "private-3" },
    query: { q: "private-4" },
    body: { deep: ["private-5"] },
  },
  { id: "bye", kind: "end", end: "solved" },
];
const bo = (own: readonly Step[], name = "Bo"): AssistantBody => ({
  kind: "assistant",
  id: "bo",
  name,
  brand: "shop",
  languages: ["en", "fr"],
  workflows: { hello: { workflow: "hello", steps: own } },
});
const channel = (id: string): ChannelBody => ({ kind: "channel", id, type: "web", name: id, brand: "shop" });

const bodies = new Map<string, Body>();
const keep = (body: Body): string => {
  bodies.set(digestOf(body), body);
  return digestOf(body);
};

function release(
  number: number,
  kind: Release["kind"],
  on: Readonly<Record<string, readonly [AssistantBody | null, BrandBody]>>,
): Release {
  return {
    number,
    kind,
    digest: String(number),
    content: Object.fromEntries(
      Object.entries(on).map(([id, [assistant, its]]) => [
        id,
        {
          channel: keep(channel(id)),
          brand: keep(its),
          targets: assistant ? [{ assistant: keep(assistant), brand: keep(its), weight: 100 }] : [],
        },
      ]),
    ),
    commit: null,
    author: `author ${number}`,
    effect: "",
    publishedAt: "2026-03-02T10:00:00.000Z",
    approvers: [],
    summary: [],
  };
}

const fields = (...releases: readonly Release[]) =>
  driftBetween(releases, bodies).map(({ thing, id, channels, path, was, is, since }) => [
    `${thing} ${id}${channels ? ` on ${channels}` : ""}`,
    path.join("."),
    was,
    is,
    since.number,
  ]);

const changed = steps.map(
  (step): Step => (step.kind === "say" ? { ...step, say: { en: "Hello", fr: "Salut" } } : step),
);

test("a field at a time, each since the release that made it so", () => {
  const base = release(1, "publish", { web: [bo(steps), brand] });
  const later = release(2, "rollback", { web: [bo(changed), brand] });
  const live = release(3, "rollback", { web: [bo(changed, "Bob"), brand] });
  expect(fields(base, later, live)).toEqual([
    ["assistant bo", "name", "Bo", "Bob", 3],
    ["assistant bo", "workflows.hello.steps.hi.say.en", "Hi", "Hello", 2],
  ]);
  expect(driftLines(driftBetween([base, later, live], bodies))).toEqual([
    "  assistant bo (since release 3, a rollback by author 3 on 2026-03-02 10:00 UTC)",
    '      ~ name: "Bo" → "Bob"',
    "  assistant bo (since release 2, a rollback by author 2 on 2026-03-02 10:00 UTC)",
    '      ~ workflows.hello.steps.hi.say.en: "Hi" → "Hello"',
  ]);
});

test("steps that come, go and change places", () => {
  const base = release(1, "publish", { web: [bo(steps), brand] });
  const wait: Step = { id: "wait", kind: "wait", wait: "2s" };
  const live = release(2, "rollback", { web: [bo([...steps.slice(0, 2).toReversed(), wait]), brand] });
  expect(fields(base, live).map(([, path, was, is]) => [path, was === undefined, is === undefined])).toEqual([
    ["workflows.hello.steps.bye", false, true],
    ["workflows.hello.steps.wait", true, false],
    ["workflows.hello.steps.order", false, false],
  ]);
});

test("who answers, a channel that goes, and a thing in two versions", () => {
  const base = release(1, "publish", { web: [bo(steps), brand], app: [bo(steps), brand], sms: [bo(steps), brand] });
  const live = release(2, "rollback", { web: [bo(changed), brand], app: [null, brand], sms: [bo(steps), brand] });
  expect(fields(base, live)).toEqual([
    ["channel app", "assistant", "bo", undefined, 2],
    ["assistant bo on web", "workflows.hello.steps.hi.say.en", "Hi", "Hello", 2],
  ]);
  expect(
    fields(base, release(2, "rollback", { web: [bo(steps), brand], sms: [bo(steps), brand] })).map(([name, path]) => [
      name,
      path,
    ]),
  ).toEqual([["channel app", ""]]);
});

test("what became so on one channel, and on another one later, is so since then", () => {
  const base = release(1, "publish", { web: [bo(steps), brand], app: [bo(steps), brand] });
  const later = release(2, "rollback", { web: [bo(steps), brand], app: [bo(changed), brand] });
  const live = release(3, "rollback", { web: [bo(changed), brand], app: [bo(changed), brand] });
  const field = ["workflows.hello.steps.hi.say.en", "Hi", "Hello"];
  expect(fields(base, later)).toEqual([["assistant bo on app", ...field, 2]]);
  expect(fields(base, later, live)).toEqual([["assistant bo", ...field, 3]]);
});

test("nothing private is said, whatever changed", () => {
  const other: BrandBody = JSON.parse(JSON.stringify(brand).replaceAll("private", "also-private"));
  const base = release(1, "publish", { web: [bo(steps), brand] });
  const live = release(2, "rollback", {
    web: [bo(JSON.parse(JSON.stringify(steps).replaceAll("private", "also-private"))), other],
  });
  for (const [from, to] of [
    [base, live],
    [base, release(3, "rollback", { web: [bo([]), brand] })],
    [release(4, "publish", {}), live],
  ] as const) {
    const drift = driftBetween([from, to], bodies);
    expect(drift.length).toBeGreaterThan(0);
    expect(JSON.stringify(driftJson(drift)) + driftLines(drift).join("\n")).not.toContain("private-");
  }
});

test("what Git stands behind: the newest publish, and with commits the newest of those", () => {
  const plain = release(1, "publish", {});
  const history = [
    release(4, "rollback", {}),
    release(3, "publish", {}),
    { ...release(2, "publish", {}), commit: "abc" },
    plain,
  ];
  expect(lastPublish(history)?.number).toBe(3);
  expect(lastPublishOfGit(history)?.number).toBe(2);
  expect(lastPublishOfGit([plain])?.number).toBe(1);
  expect(lastPublish([release(1, "rollback", {})])).toBe(null);
});
