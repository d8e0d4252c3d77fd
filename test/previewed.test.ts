/** What a preview shows of a site, and what stands in for its APIs. */

import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { examine } from "#cli/examine.ts";
import { checked } from "#content/content.ts";
import { previewOf } from "#plan/preview.ts";
import { siteAnswers } from "#rehearsal/site-answers.ts";
import { readFiles } from "#source/working-tree.ts";

const small = await readFiles(fileURLToPath(new URL("sites/small/", import.meta.url)));
const hello = small.get("assistants/bo/workflows/hello.yaml")?.text ?? "";
const web = small.get("channels/web.yaml")?.text ?? "";

const al = (more = "") =>
  `assistant: al\nname: "Al"\n${more}brand: shop\nlanguages: [en, fr]\nwelcome: hello\nfallback: hello\n`;

async function contentOf(files: Readonly<Record<string, string>>) {
  const tree = new Map([...small, ...Object.entries(files).map(([path, text]) => [path, { path, text }] as const)]);
  const { content, findings } = await examine(tree, { today: "2026-03-02", tests: "left-out" });
  const whole = checked(content, findings);
  if (!whole) throw new Error(findings.map(({ message }) => message).join("\n"));
  return whole;
}

/** Who answers on each channel. */
async function answering(files: Readonly<Record<string, string>>, environment = "local") {
  const { release, bodies } = previewOf(await contentOf(files), environment);
  return Object.fromEntries(
    Object.entries(release).map(([id, { targets }]) => [id, targets[0] ? bodies.get(targets[0].assistant)?.id : null]),
  );
}

const draft = { "assistants/al/assistant.yaml": al("status: draft\n"), "assistants/al/workflows/hello.yaml": hello };

test.each<[string, Readonly<Record<string, string>>, string, Readonly<Record<string, string | null>>]>([
  ["what is published, where it is", {}, "local", { web: "bo" }],
  ["a draft that no channel names, on one that is called as it is", draft, "local", { web: "bo", al: "al" }],
  [
    "which is called otherwise where a channel is called so already",
    { ...draft, "channels/al.yaml": web.replace("channel: web", "channel: al") },
    "local",
    { web: "bo", al: "bo", "al-preview": "al" },
  ],
  [
    "a draft on the channel that names it",
    {
      ...draft,
      "channels/app.yaml": web.replace("channel: web", "channel: app").replace("assistant: bo", "assistant: al"),
    },
    "local",
    { web: "bo", app: "al" },
  ],
  [
    "on its own where its channel is not of this environment",
    {
      "parley.yaml": "site: small\nenvironments:\n  local: { platform: embedded }\n  other: { platform: embedded }\n",
      "channels/web.yaml": `${web}only: [other]\n`,
    },
    "local",
    { bo: "bo" },
  ],
  [
    "a default response, where nobody is named",
    { "channels/web.yaml": web.replace("assistant: bo\n", "") },
    "local",
    { web: null, bo: "bo" },
  ],
])("it shows %s", async (_, files, environment, expected) => {
  expect(await answering(files, environment)).toEqual(expected);
});

test("of a draft workflow, it shows what the files say", async () => {
  const path = "assistants/bo/workflows/returns.yaml";
  const text =
    'workflow: returns\nstatus: draft\ntitle: { en: "Returns", fr: "Retours" }\nstart: { phrases: { en: ["back"], fr: ["retour"] } }\n' +
    'steps:\n  - id: how\n    say: { en: "Thirty days.", fr: "Trente jours." }\n    end: solved\n';
  const { bodies } = previewOf(await contentOf({ [path]: text }), "local");
  const [bo] = [...bodies.values()].filter((body) => body.kind === "assistant");
  expect(bo?.kind === "assistant" && bo.workflows.returns).toMatchObject({ steps: [{ id: "how" }] });
});

test("the tests' answers are put together by brand; the first one's holds", async () => {
  const file = (name: string, status: string, more = "") =>
    `workflow: hello\ngiven:\n  calls:\n    orders:\n      GET /orders/1: { body: { status: ${status} } }\n${more}tests:\n` +
    `  - name: ${name}\n    given: { calls: { orders: { GET /orders/2: timeout } } }\n    talk:\n      - start: open\n      - bot: hi\n`;
  const content = await contentOf({
    "assistants/bo/tests/a.test.yaml": file("a", "first"),
    "assistants/bo/tests/b.test.yaml": file("b", "second", "      POST /refunds: [{ status: 503 }, { status: 201 }]\n"),
  });
  expect(siteAnswers(content)).toEqual({
    shop: {
      orders: {
        "GET /orders/1": { body: { status: "first" } },
        "GET /orders/2": "timeout",
        "POST /refunds": [{ status: 503 }, { status: 201 }],
      },
    },
  });
});
