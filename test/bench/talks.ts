/**
 * How long `parley test` takes for 1000 talks, beside vitest for 1000 tests that compare two numbers, as whole
 * processes: `node --conditions=source test/bench/talks.ts`. The talks lie in 50 files; vitest is given its tests in one
 * file, which suits it best, and in 50. It prints; it judges nothing.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { write as writeIn } from "./large-site.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "parley-bench-"));
const files = 50;
/** Each in two languages. */
const testsEach = 10;
const rounds = 5;

const write = (path: string, text: string) => writeIn(home, path, text);

function makeSite(): string {
  write("site/parley.yaml", "site: talks\nenvironments: { local: { platform: embedded } }\n");
  write("site/brands/shop/brand.yaml", 'brand: shop\nname: "Shop"\nlanguages: [fr, en]\n');
  write("site/brands/shop/groups/desk.yaml", 'group: desk\nname: "Desk"\n');
  write(
    "site/brands/shop/connections/shop.yaml",
    "connection: shop\nbase_url: https://api.shop.example\nanswers: { order: { status: string } }\n",
  );
  write(
    "site/assistants/bot/assistant.yaml",
    'assistant: bot\nname: "Bot"\nlanguages: [fr, en]\nwelcome: flow-0\nfallback: flow-0\n',
  );
  for (let id = 0; id < files; id += 1) {
    write(`site/assistants/bot/workflows/flow-${id}.yaml`, workflow(id));
    const tests = Array.from({ length: testsEach }, (_, index) => talk(index)).join("");
    write(`site/assistants/bot/tests/flow-${id}.test.yaml`, `workflow: flow-${id}\ntests:\n${tests}`);
  }
  return join(home, "site");
}

const workflow = (id: number) => `workflow: flow-${id}
title: { fr: "Suivi ${id}", en: "Tracking ${id}" }
start: { phrases: { fr: ["où est ma commande numéro ${id}"], en: ["where is my order number ${id}"] } }
vars: { order_id: string, order: shop.order }
steps:
  - id: ask_order
    ask: order_id
    text: { fr: "Quel est votre numéro de commande ?", en: "What is your order number?" }
    accept: value.like("FR-[0-9]{6}")
    retry: { max: 2, text: { fr: "Il commence par FR-.", en: "It begins with FR-." }, else: to_people }
  - id: read
    call: shop
    get: "/orders/{{ order_id }}"
    save: { order: body.order }
    errors: { else: to_people }
  - id: told
    say: { fr: "Elle est {{ order.status }}.", en: "It is {{ order.status }}." }
    end: solved
  - id: to_people
    handoff: desk
    text: { fr: "Je vous transmets à l'équipe.", en: "I pass you on to the team." }
    timeout: 2m
    no_agent: end
    end: unsolved
`;

const talk = (index: number) => `  - name: "order ${index}"
    given: { calls: { shop: { GET /orders/FR-12345${index % 10}: { body: { order: { status: "sent" } } } } } }
    talk:
      - start: phrase
      - bot: ask_order
      - user: "12"
      - bot: ask_order.retry
      - user: "FR-12345${index % 10}"
      - bot: told
    expect: { end: solved }
`;

function makeTests(name: string, count: number): string {
  const each = (1000 / count) | 0;
  for (let file = 0; file < count; file += 1) {
    const tests = Array.from({ length: each }, (_, id) => `test("${id}", () => expect(${id} + 1).toBe(${id + 1}));\n`);
    write(`${name}/t${file}.test.js`, `import { expect, test } from "vitest";\n${tests.join("")}`);
  }
  symlinkSync(join(root, "node_modules"), join(home, name, "node_modules"));
  return join(home, name);
}

/** The least of some rounds, in milliseconds: the others waited for somebody else's work. */
function time(args: readonly string[], cwd: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
    if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}\n${stdout}${stderr}`.slice(0, 2000));
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

try {
  if (spawnSync(process.execPath, [join(root, "src/setup/build.js")], { stdio: "inherit" }).status !== 0)
    process.exit(2);
  const site = makeSite();
  const parley = time([join(root, "src/setup/bin.js"), "test", "--site", site], site);
  process.stdout.write(`parley test, 1000 talks in ${files} files  ${parley.toFixed(0)} ms\n`);
  for (const count of [1, files]) {
    const folder = makeTests(`vitest-${count}`, count);
    const peer = time([join(root, "node_modules/vitest/vitest.mjs"), "run", "--root", folder], folder);
    process.stdout.write(
      `vitest, 1000 trivial tests in ${count} file${count > 1 ? "s" : ""}  ${peer.toFixed(0)} ms, parley test takes ${(parley / peer).toFixed(2)} of it\n`,
    );
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
