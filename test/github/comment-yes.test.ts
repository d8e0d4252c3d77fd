/** Whose comment is a yes, and which: against a GitHub that knows who may do what, and what was changed. */

import { describe, expect, onTestFinished, test } from "vitest";
import { gitHub } from "#github/client.ts";
import { yesesByComment } from "#github/comment-yes.ts";
import type { Going } from "#github/may-say-yes.ts";
import { effectInYes, howToSayYes, yesLine } from "#plan/yes-line.ts";
import { type FakeGitHub, type FakeGitHubOptions, fakeGitHub } from "../support/fake-github.ts";
import { type FakeComment, type FakePull, repository } from "../support/fake-github-operations.ts";

const environment = "production-approval";
const effect = "0123456789abcdef".repeat(4);
const line = yesLine({ effect });
const permissions = { actions: "read", "pull-requests": "read" } as const;

/** A pull request that ann opened, and cleo merged. */
async function fake(options: Partial<FakeGitHubOptions> = {}): Promise<FakeGitHub> {
  const hub = await fakeGitHub({ tokens: { t: "github-actions[bot]" }, permissions, ...options });
  onTestFinished(() => hub.stop());
  const head = { repository, branch: "x", sha: "c".repeat(40) };
  const whole = { title: "", body: "", state: "closed", base: "main", merged: true, mergedBy: "cleo" } as const;
  hub.pulls.push({ number: 1, head, ...whole, login: "ann", authors: [null, "abe"] });
  for (const login of ["ann", "abe", "bea", "cleo", "Dan"]) hub.access.set(login, "write");
  hub.access.set("Dan", "admin").set("rita", "read");
  return hub;
}

const whole: Going = { pullRequests: [1], isWhole: true, startedBy: [] };

function said(hub: FakeGitHub, login: string, more: Partial<FakeComment> = {}): void {
  hub.comments.push({ id: hub.comments.length + 1, issue: 1, login, body: line, ...more });
}

async function yeses(hub: FakeGitHub, going = whole) {
  const options = { repository, token: "t", apiUrl: hub.address, report: () => {}, second: 1 };
  const found = await yesesByComment(
    gitHub({ ...options, withoutSecrets: (text) => text }),
    effect,
    environment,
    going,
  );
  return { given: found.given.map(({ login }) => login), refused: found.refused.map(({ why }) => why) };
}

test.each([
  [line, effect],
  [`${line}\r\n\r\nLooks good.`, effect],
  [`${line}  `, effect],
  [`Looks good.\n${line}`, null],
  [`> ${line}`, null],
  [`\`\`\`\n${line}\n\`\`\``, null],
  [` ${line}`, null],
  [line.toUpperCase(), null],
  [line.slice(0, -1), null],
  [`${line}0`, null],
  [`${line} $(id)`, null],
  ["/parley yes", null],
  ["", null],
])("a yes names the whole effect on the first line: %j", (body, expected) => {
  expect(effectInYes(body)).toBe(expected);
});

test("what is to be copied says yes", () => {
  const lines = howToSayYes({ effect }).split("\n");
  expect(lines.filter((each) => effectInYes(each) === effect)).toEqual([line]);
});

describe("where the environment names who may", () => {
  test("they may, and nobody else, whatever rights they have", async () => {
    const hub = await fake();
    hub.environments.set(environment, { users: ["Bea", "rita", "ann"] });
    for (const login of ["bea", "rita", "Dan", "eve"]) said(hub, login);
    expect(await yeses(hub)).toEqual({
      given: ["bea", "rita"],
      refused: Array(2).fill(`is none of those whom the environment ${environment} names`),
    });
    said(hub, "ann");
    expect((await yeses(hub)).given).toEqual(["bea", "rita", "ann"]);
  });

  test.each([
    ["ann", "opened it"],
    ["abe", "wrote a commit of it"],
    ["cleo", "merged it"],
    ["Dan", "started the run"],
  ])("and nobody may review their own: %s, who %s", async (login) => {
    const hub = await fake();
    hub.environments.set(environment, { users: [login, "bea"], preventSelfReview: true });
    said(hub, login);
    said(hub, "bea");
    expect(await yeses(hub, { ...whole, startedBy: ["dan"] })).toEqual({
      given: ["bea"],
      refused: [`has a part in it, and the environment ${environment} lets nobody review their own`],
    });
  });

  test("a team's members are seen where the token may, and else that is said", async () => {
    const hub = await fake();
    hub.environments.set(environment, { users: ["bea"], teams: ["editors"] });
    hub.teams.set("editors", ["rita"]);
    for (const login of ["bea", "rita"]) said(hub, login);
    const { given, refused } = await yeses(hub);
    expect(given).toEqual(["bea"]);
    expect(refused).toEqual([expect.stringMatching(/maybe in a team there, whose members this token cannot see/)]);
    const allowed = await fake({ permissions: { ...permissions, members: "read" } });
    allowed.environments.set(environment, { teams: ["editors"] });
    allowed.teams.set("editors", ["rita"]);
    for (const login of ["rita", "Dan"]) said(allowed, login);
    expect(await yeses(allowed)).toMatchObject({ given: ["rita"], refused: [expect.stringMatching(/cannot see/)] });
  });
});

describe.each([
  ["there is no such environment", (_hub: FakeGitHub) => {}],
  ["it names nobody", (hub: FakeGitHub) => void hub.environments.set(environment, {})],
])("where %s", (_, set) => {
  test("whoever may write may, unless they are an author", async () => {
    const hub = await fake();
    set(hub);
    for (const login of ["bea", "dan", "ann", "Abe", "rita", "eve"]) said(hub, login);
    const author = "is an author of what would go live";
    const reader = "may not write to this repository";
    expect(await yeses(hub)).toEqual({ given: ["bea", "dan"], refused: [author, author, reader, reader] });
  });

  test.each<[string, Partial<FakePull>, Partial<Going>]>([
    ["a form opened it", { login: "github-actions[bot]" }, {}],
    ["more goes live than can be looked through", {}, { isWhole: false }],
  ])("and nobody may where the authors are not all known: %s", async (__, pull, going) => {
    const hub = await fake();
    set(hub);
    Object.assign(hub.pulls[0] ?? {}, pull);
    said(hub, "bea");
    expect(await yeses(hub, { ...whole, ...going })).toMatchObject({
      given: [],
      refused: [expect.stringMatching(/not all of them are known/)],
    });
  });

  test("an author of anything that goes live with it is one", async () => {
    const hub = await fake();
    set(hub);
    const [first] = hub.pulls;
    if (first) hub.pulls.push({ ...first, number: 2, login: "bea", authors: ["bea"] });
    said(hub, "bea");
    expect(await yeses(hub)).toMatchObject({ given: ["bea"] });
    expect(await yeses(hub, { ...whole, pullRequests: [1, 2] })).toMatchObject({
      given: [],
      refused: [expect.stringMatching(/author/)],
    });
  });
});

test.each<[string, Partial<FakeComment>]>([
  ["changed later", { changed: "later" }],
  ["changed within the second in which it was written", { changed: "at-once" }],
  ["written by a program in somebody's name", { byApp: true }],
  ["written by a program", { login: "bea[bot]" }],
])("a comment that was %s is no yes", async (_, comment) => {
  const hub = await fake();
  hub.environments.set(environment, { users: ["bea", "bea[bot]"] });
  said(hub, "bea", comment);
  const { given, refused } = await yeses(hub);
  expect({ given, refused: refused.length }).toEqual({ given: [], refused: 1 });
  // What the list says already is not asked for.
  expect(hub.log.some((line) => line.includes("graphql"))).toBe(comment.changed === "at-once");
});

test("another effect's yes is none, and who says it twice has said it once", async () => {
  const hub = await fake();
  hub.environments.set(environment, { users: ["bea", "rita"] });
  said(hub, "rita", { body: yesLine({ effect: "f".repeat(64) }) });
  said(hub, "bea");
  said(hub, "bea");
  expect(await yeses(hub)).toEqual({ given: ["bea"], refused: [] });
});

test.each(["actions", "pull-requests"])(
  "a token that may not read %s is told so, and counts nobody's",
  async (what) => {
    const hub = await fake({
      permissions: Object.fromEntries(Object.entries(permissions).filter(([key]) => key !== what)),
    });
    hub.environments.set(environment, { users: ["bea"] });
    said(hub, "bea");
    await expect(yeses(hub)).rejects.toMatchObject({ status: 403 });
  },
);
