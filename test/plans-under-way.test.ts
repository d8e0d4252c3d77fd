/** What a plan says of the conversations that are under way on what it changes. */

import { describe, expect, test } from "vitest";
import type { Standing } from "#plan/live.ts";
import type { Plan } from "#plan/plan.ts";
import { planChanges } from "#plan/plan-changes.ts";
import { renderPlanMarkdown } from "#plan/render-markdown.ts";
import { touchedBodies, withRunning } from "#plan/running.ts";
import {
  assistant,
  contentOf,
  type Edits,
  planOf,
  published,
  secondAssistant,
  small,
  web,
} from "./support/planned-sites.ts";

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
    const whole = await contentOf(edits);
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
