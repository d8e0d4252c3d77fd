/**
 * How long `parley validate` takes, as whole processes: `node --conditions=source test/bench/validate.ts [sizes…]`.
 *
 * It makes sites of realistic workflows, and times beside them a process that only finds, reads and loads the same
 * files with js-yaml, and actionlint and kubeconform on as many files of this size where they are installed (named by
 * `ACTIONLINT` and `KUBECONFORM`). It prints; it judges nothing. Time on the clock tells little on a busy machine, so
 * that the processors' own time stands beside it. `PARLEY` names another entry than the sources', such as the package's
 * `src/setup/bin.js`.
 */

import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "parley-bench-"));
// What is kept between runs is this bench's own.
process.env.XDG_CACHE_HOME = join(home, "cache");
const rounds = 5;

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** One workflow of 1 to 3.5 KB: a question, a call, a choice, conditions, and a way to people. */
function workflow(id: number, count: number): string {
  const extra = Array.from(
    { length: id % 9 },
    (_, index) =>
      `  - id: tell_${index}\n    say: { fr: "Voici la réponse numéro ${index} de la page ${id}.", en: "Here is answer number ${index} of page ${id}." }\n`,
  ).join("");
  const next =
    id + 1 < count && id % 3 === 0
      ? `  - id: more\n    run: flow-${id + 1}\n    outcomes: { solved: bye, else: to_people }\n`
      : "";
  return `workflow: flow-${id}
title: { fr: "Suivi ${id}", en: "Tracking ${id}" }
start: { phrases: { fr: ["où est ma commande numéro ${id}"], en: ["where is my order number ${id}"] } }
vars: { order_id: string, order: shop.order, what: string }
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
    errors: { 404: unknown_order, else: to_people }
  - id: by_status
    if: order.status == "shipped" && order.total > brand.free_from
    then: shipped
    else: pick
  - id: shipped
    say: { fr: "Elle arrive le {{ order.eta.format(\\"long\\") }}.", en: "It arrives on {{ order.eta.format(\\"long\\") }}." }
  - id: pick
    choose: what
    text: { fr: "Que voulez-vous faire ?", en: "What would you like to do?" }
    options:
      - { id: wait, label: { fr: "Attendre", en: "Wait" }, goto: bye }
      - { id: people, label: { fr: "Un conseiller", en: "An adviser" }, goto: to_people }
      - { id: more, label: { fr: "En savoir plus", en: "Learn more" }, then: [{ id: told, say: { fr: "Votre choix : {{ what }}.", en: "Your choice: {{ what }}." } }] }
    other: to_people
${extra}${next}  - id: bye
    say: { fr: "À bientôt sur la page ${id}.", en: "See you soon on page ${id}." }
    end: solved
  - id: unknown_order
    say: { fr: "Je ne trouve pas cette commande.", en: "I cannot find this order." }
  - id: to_people
    handoff: desk
    text: { fr: "Je vous transmets à l'équipe.", en: "I pass you on to the team." }
    timeout: 2m
    no_agent: end
    end: unsolved
`;
}

function makeSite(count: number): string {
  const site = join(home, `site-${count}`);
  write(site, "parley.yaml", "site: bench\nenvironments: { local: { platform: embedded } }\n");
  write(site, "brands/shop/brand.yaml", 'brand: shop\nname: "Shop"\nlanguages: [fr, en]\nvalues: { free_from: 50 }\n');
  write(site, "brands/shop/groups/desk.yaml", 'group: desk\nname: "Desk"\n');
  write(
    site,
    "brands/shop/connections/shop.yaml",
    "connection: shop\nbase_url: https://api.shop.example\nanswers: { order: { status: string, eta: date, total: number } }\n",
  );
  const perAssistant = 50;
  for (let id = 0; id < count; id += 1) {
    const assistant = `bot-${Math.floor(id / perAssistant)}`;
    const first = id - (id % perAssistant);
    if (id === first) {
      write(
        site,
        `assistants/${assistant}/assistant.yaml`,
        `assistant: ${assistant}\nname: "Bot"\nlanguages: [fr, en]\nwelcome: flow-${first}\nfallback: flow-${first}\n`,
      );
      write(
        site,
        `channels/${assistant}.yaml`,
        `channel: ${assistant}\ntype: web\nname: "Web"\nbrand: shop\nassistant: ${assistant}\ndefault_response: { text: { fr: "Bonjour", en: "Hello" }, handoff: desk }\n`,
      );
    }
    write(
      site,
      `assistants/${assistant}/workflows/flow-${id}.yaml`,
      workflow(id, Math.min(first + perAssistant, count)),
    );
  }
  return site;
}

interface Timing {
  readonly ms: number;
  /** What all processors worked together, in milliseconds; zero where nobody measured it. */
  readonly cpu: number;
  readonly megabytes: number;
  readonly status: number | null;
}

/** The least of some rounds: the others waited for somebody else's work. */
function time(command: string, args: readonly string[], cwd: string, before: () => void = () => {}): Timing {
  let best: Timing = { ms: Number.POSITIVE_INFINITY, cpu: Number.POSITIVE_INFINITY, megabytes: 0, status: null };
  const usage = existsSync("/usr/bin/time") ? ["/usr/bin/time", "-f", "%U %S %M"] : [];
  for (let round = 0; round < rounds; round += 1) {
    before();
    const [first = command, ...rest] = [...usage, command, ...args];
    const start = performance.now();
    const done = spawnSync(first, rest, { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
    const ms = performance.now() - start;
    const [user = 0, system = 0, kilobytes = 0] =
      usage.length > 0 ? (done.stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number) : [];
    best = {
      ms: Math.min(best.ms, ms),
      cpu: Math.min(best.cpu, (user + system) * 1000),
      megabytes: Math.max(best.megabytes, kilobytes / 1024),
      status: done.status,
    };
  }
  return best;
}

const parley = (site: string) => [
  "--conditions=source",
  "--disable-warning=ExperimentalWarning",
  process.env.PARLEY ?? join(root, "src/cli/main.ts"),
  "validate",
  "--site",
  site,
];
const plain = `import { readFileSync, globSync } from "node:fs"; import { load } from "${join(root, "node_modules/js-yaml/dist/js-yaml.mjs")}"; for (const file of globSync("**/*.yaml")) load(readFileSync(file, "utf8"));`;

const line = (what: string, { ms, cpu, megabytes, status }: Timing, more = "") =>
  process.stdout.write(
    `  ${what.padEnd(34)} ${ms.toFixed(0).padStart(6)} ms ${cpu.toFixed(0).padStart(6)} ms CPU ${megabytes > 0 ? `${megabytes.toFixed(0).padStart(5)} MB` : ""}  exit ${status} ${more}\n`,
  );

try {
  const sizes = process.argv.slice(2).map(Number);
  for (const count of sizes.length > 0 ? sizes : [100, 1000, 5000]) {
    const site = makeSite(count);
    process.stdout.write(`${count} workflows\n`);
    const file = join(site, "assistants/bot-0/workflows/flow-1.yaml");
    const forget = () => rmSync(join(home, "cache/parley/findings"), { recursive: true, force: true });
    const whole = time(process.execPath, parley(site), site, forget);
    const warm = time(process.execPath, parley(site), site);
    const changed = time(process.execPath, parley(site), site, () => appendFileSync(file, "# changed\n"));
    const loaded = time(process.execPath, ["--input-type=module", "-e", plain], site);
    line(
      "parley validate, nothing kept",
      whole,
      `${(whole.ms / loaded.ms).toFixed(2)} × js-yaml (CPU ${(whole.cpu / loaded.cpu).toFixed(2)} ×), ${((count / whole.ms) * 1000).toFixed(0)} files/s`,
    );
    line("parley validate, one file changed", changed);
    line("parley validate, nothing changed", warm);
    line("js-yaml: find, read, load", loaded);
    compare("actionlint", process.env.ACTIONLINT, count, site, actions);
    compare("kubeconform", process.env.KUBECONFORM, count, site, manifests);
    rmSync(site, { recursive: true, force: true });
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}

function compare(
  name: string,
  binary: string | undefined,
  count: number,
  site: string,
  make: (folder: string, count: number) => readonly string[],
): void {
  if (!binary || !existsSync(binary) || !statSync(binary).isFile()) return;
  const folder = join(site, "..", `${name}-${count}`);
  const args = make(folder, count);
  const timing = time(binary, args, folder);
  line(name, timing, `${((count / timing.ms) * 1000).toFixed(0)} files/s`);
  rmSync(folder, { recursive: true, force: true });
}

/** GitHub workflows of the same size. */
function actions(folder: string, count: number): readonly string[] {
  write(folder, ".git/HEAD", "ref: refs/heads/main\n");
  for (let id = 0; id < count; id += 1) {
    const steps = Array.from(
      { length: 12 + (id % 9) },
      (_, step) =>
        `      - name: Step ${step} of ${id}\n        if: \${{ github.ref == 'refs/heads/main' && matrix.os != 'x' }}\n        run: echo "\${{ github.sha }} and more words, so that it is long"\n`,
    );
    write(
      folder,
      `.github/workflows/w${id}.yaml`,
      `name: Flow ${id}\non: [push]\njobs:\n  build:\n    strategy: { matrix: { os: [ubuntu-latest] } }\n    runs-on: \${{ matrix.os }}\n    steps:\n${steps.join("")}`,
    );
  }
  return ["-shellcheck=", "-pyflakes="];
}

/** Kubernetes manifests of the same size, held against a schema that lies beside them. */
function manifests(folder: string, count: number): readonly string[] {
  write(
    folder,
    "schemas/configmap-v1.json",
    JSON.stringify({
      type: "object",
      required: ["data"],
      properties: { data: { type: "object", additionalProperties: { type: "string" } } },
    }),
  );
  for (let id = 0; id < count; id += 1) {
    const data = Array.from(
      { length: 30 + (id % 15) },
      (_, key) => `  key-${key}: "a value of some letters for ${key} in ${id}, as long as a text"\n`,
    );
    write(
      folder,
      `m/${id}.yaml`,
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c${id} }\ndata:\n${data.join("")}`,
    );
  }
  return ["-schema-location", "schemas/{{ .ResourceKind }}-{{ .ResourceAPIVersion }}.json", "-n", "2", "m"];
}
