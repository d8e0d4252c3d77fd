/** What a plan says, from a site as it is live to the site as its files say now; and what its effect is bound to. */

import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { examine } from "#cli/examine.ts";
import { checked } from "#content/content.ts";
import type { SourceFile } from "#content/files.ts";
import { type Live, nothingLive, type Standing } from "#plan/live.ts";
import { isEmpty, type Plan } from "#plan/plan.ts";
import { planChanges } from "#plan/plan-changes.ts";
import { renderPlanMarkdown } from "#plan/render-markdown.ts";
import { renderPlanText } from "#plan/render-text.ts";
import { touchedBodies, withRunning } from "#plan/running.ts";
import { readFiles } from "#source/working-tree.ts";
import { requestOf } from "./drivers/driver-suite.ts";
import { memoryDriver } from "./support/memory-driver.ts";

const small = await readFiles(fileURLToPath(new URL("sites/small/", import.meta.url)));
const hello = "assistants/bo/workflows/hello.yaml";
const web = "channels/web.yaml";
const assistant = "assistants/bo/assistant.yaml";

/** Files of the small site: what to replace in each; a new file as a whole; null: no file. */
type Edits = Readonly<Record<string, readonly [string, string] | string | null>>;

function edited(edits: Edits): Map<string, SourceFile> {
  const files = new Map(small);
  for (const [path, edit] of Object.entries(edits)) {
    const before = files.get(path)?.text ?? "";
    if (edit === null) files.delete(path);
    else if (typeof edit === "string") files.set(path, { path, text: edit });
    else if (before.includes(edit[0])) files.set(path, { path, text: before.replace(edit[0], edit[1]) });
    else throw new Error(`${path} does not hold ${edit[0]}`);
  }
  return files;
}

async function planOf(edits: Edits, live: Live, commit: string | null = null): Promise<Plan> {
  const { content, findings } = await examine(edited(edits), { today: "2026-03-02" });
  const whole = checked(content, findings);
  if (!whole) throw new Error(findings.map(({ message }) => message).join("\n"));
  return planChanges(whole, live, { environment: "local", commit });
}

/** What is live after each of these sites was published, one after another. */
async function published(...sites: readonly Edits[]): Promise<Live> {
  const driver = memoryDriver();
  for (const edits of sites) {
    const plan = await planOf(edits, await driver.readLive());
    await driver.uploadBodies(plan.bodies);
    await driver.release({ ...requestOf(plan.release, plan.base), effect: plan.effect });
  }
  return driver.readLive();
}

const secondAssistant: Edits = {
  "assistants/al/assistant.yaml":
    'assistant: al\nname: "Al"\nbrand: shop\nlanguages: [en, fr]\nwelcome: hello\nfallback: hello\n',
  "assistants/al/workflows/hello.yaml": small.get(hello)?.text ?? "",
};

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

describe("a plan as Markdown", () => {
  const markdown = async (before: Edits, after: Edits, limit = 65_536) => {
    const live = await published(before);
    return renderPlanMarkdown(await planOf(after, live), live, limit);
  };

  test("says what goes live, what customers will read, and the effect", async () => {
    const text = await markdown(secondAssistant, {
      ...secondAssistant,
      [web]: ["assistant: bo", "assistant: al"],
      "assistants/al/workflows/hello.yaml": (small.get(hello)?.text ?? "").replace("Hello, I am Bo.", "Hi, I am Al."),
    });
    expect(text).toContain("- `web`: `al` replaces `bo`");
    expect(text).toContain("- **warning** `channel-takeover`");
    expect(text).toContain("<details><summary>al / hello: 4 texts</summary>");
    expect(text).toContain("```diff\n+ Hi, I am Al.\n```");
    expect(text).toMatch(/Effect `[0-9a-f]{12}` on `local`, where release 1 is live there\.$/);
  });

  test("nothing that a site says leaves its place", async () => {
    const hostile = "```\\n</details> @octocat [x](javascript:alert(1)) <script> #1";
    const text = await markdown(
      {},
      { [hello]: ["Hello, I am Bo.", hostile], [assistant]: ['name: "Bo"', `name: "${hostile}"`] },
    );
    const outside = text.replace(/^(`{3,})[\s\S]*?\n\1$/gm, "").replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, "");
    for (const word of ["@octocat", "javascript:", "<script>", "#1"]) expect(outside).not.toContain(word);
    // One for what customers will read, one for the workflow's diagram.
    expect(outside.match(/<\/?details>/g)).toEqual(["<details>", "</details>", "<details>", "</details>"]);
  });

  test("what a header or a body says is not shown", async () => {
    const call = (key: string) =>
      `workflow: hello\ntitle: { en: "Welcome", fr: "Accueil" }\nsteps:\n  - id: hi\n    call: orders\n    get: /orders\n    headers: { x-shop: "${key}" }\n    errors: { else: end }\n    end: solved\n`;
    const text = await markdown({ [hello]: call("before-header") }, { [hello]: call("after-header") });
    expect(text).toContain("headers");
    expect(text).not.toMatch(/before-header|after-header/);
  });

  test("a thousand changes fit into one comment, and what is left out is counted", async () => {
    const many: Record<string, string> = {};
    for (let index = 0; index < 1000; index += 1) {
      const text = `A greeting that is long enough to matter in a comment, number ${index}`.repeat(3);
      many[`assistants/bo/workflows/w${index}.yaml`] =
        `workflow: w${index}\nstart: { phrases: { en: ["question ${index}"], fr: ["sujet ${index}"] } }\nsteps:\n  - id: hi\n    say: { en: "${text}", fr: "${text} !" }\n    end: solved\n`;
    }
    const text = await markdown({}, many);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/… and \d+ more parts/);
    expect(text).toMatch(/Effect `[0-9a-f]{12}`/);
  });
});

describe("conversations under way on what changes", () => {
  const order =
    'workflow: order\ntitle: { en: "Order", fr: "Commande" }\nstart: { phrases: { en: ["order"], fr: ["commande"] } }\nvars: { n: string }\nsteps:\n' +
    '  - id: ask_n\n    ask: n\n    text: { en: "Which?", fr: "Lequel ?" }\n    retry: { max: 1, else: end }\n' +
    '  - id: said\n    say: { en: "{{ n }}.", fr: "{{ n }}." }\n    end: solved\n';
  const path = "assistants/bo/workflows/order.yaml";
  const at = (workflow: string, step: string) => ({ workflow, step });

  /** What the plan says of conversations on `web`; each stands where its frames say. */
  async function told(edits: Edits, ...stand: readonly { frames: Standing["frames"]; conversations: number }[]) {
    const live = await published({ [path]: order });
    const { content, findings } = await examine(edited(edits), { today: "2026-03-02" });
    const whole = checked(content, findings);
    if (!whole) throw new Error(findings.map(({ message }) => message).join("\n"));
    const plan = planChanges(whole, live, { environment: "local", commit: null });
    const { channel = "", brand = "", targets = [] } = live.release?.content.web ?? {};
    const revision = { channel, brand, assistant: targets[0]?.assistant ?? null };
    const touched = new Set(touchedBodies(plan, live));
    const standing = stand
      .map((each) => ({ ...each, channel: "web", revision }))
      .filter(() => [channel, brand, revision.assistant].some((digest) => touched.has(digest ?? "")));
    return { plan: withRunning(plan, whole, live, standing), live };
  }
  const messages = ({ findings }: Plan) =>
    findings.flatMap(({ check, message, at }) => (check === "running-conversations" ? [`${at.file}: ${message}`] : []));
  const two = { frames: [at("order", "ask_n")], conversations: 2 };

  test.each<[string, Edits, readonly { frames: Standing["frames"]; conversations: number }[], readonly string[]]>([
    ["none where nothing changes", { [path]: order }, [two], []],
    [
      "those in a workflow that changes, at which steps",
      { [path]: order.replace("Which?", "Which number?") },
      [two, { frames: [at("hello", "hi")], conversations: 5 }],
      [`${path}: 2 conversations are under way in "order" of "bo", which this changes: 2 at "ask_n", which changes`],
    ],
    [
      "also where that workflow waits for another one to come back",
      { [path]: order.replace("Which?", "Which number?") },
      [{ frames: [at("order", "said"), at("parley:people", "offer")], conversations: 1 }],
      [`${path}: 1 conversation is under way in "order" of "bo", which this changes: 1 at "said"`],
    ],
    [
      "those in a workflow that goes",
      {},
      [two],
      ['assistants/bo/assistant.yaml: 2 conversations are under way in "order" of "bo", which goes: 2 at "ask_n"'],
    ],
    [
      "those with an assistant whose settings change",
      { [path]: order, [assistant]: ['name: "Bo"', 'name: "Bob"'] },
      [two],
      [`${assistant}: 2 conversations are under way with "bo", whose settings this changes`],
    ],
    [
      "those on a channel where somebody else will answer, once",
      { ...secondAssistant, [path]: order, [web]: ["assistant: bo", "assistant: al"] },
      [two],
      [`${web}: 2 conversations are under way on "web" with "bo", which "al" replaces there`],
    ],
    [
      "those on a channel where the default response will answer",
      { [path]: order, [web]: ["assistant: bo\n", ""] },
      [two],
      [`${web}: 2 conversations are under way on "web" with "bo", which the default response replaces there`],
    ],
    [
      "those on a channel that goes",
      {
        [path]: order,
        [web]: null,
        "channels/app.yaml": (small.get(web)?.text ?? "").replace("channel: web", "channel: app"),
      },
      [two],
      ['parley.yaml: 2 conversations are under way on "web", which goes'],
    ],
    [
      "those with a brand",
      { [path]: order, "brands/shop/brand.yaml": ["The Shop", "Our Shop"] },
      [two],
      ['brands/shop/brand.yaml: 2 conversations are under way with the brand "shop", which this changes'],
    ],
  ])("%s", async (_, edits, stand, expected) => {
    expect(messages((await told(edits, ...stand)).plan)).toEqual(expected);
  });

  test("a reviewer reads how many in all, each counted once", async () => {
    const edits: Edits = {
      [path]: order.replace("Which?", "Which number?"),
      "brands/shop/brand.yaml": ["The Shop", "Our Shop"],
    };
    const { plan, live } = await told(edits, two, { frames: [at("hello", "hi")], conversations: 5 });
    expect(messages(plan)).toHaveLength(2);
    const text = renderPlanMarkdown(plan, live, 65_536);
    expect(text).toContain("### Conversations under way\n\n**7 conversations** are under way on what this changes.");
    expect(text).not.toContain("What wants a second look");
    expect(plan.effect).toBe((await planOf(edits, live)).effect);
  });
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
