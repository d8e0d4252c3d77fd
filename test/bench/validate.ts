/**
 * How long `parley validate` takes, as whole processes: `node --conditions=source test/bench/validate.ts [sizes…]`.
 *
 * It makes sites of realistic workflows, and times beside them a process that only finds, reads and loads the same
 * files with js-yaml, and actionlint and kubeconform on as many files of this size where they are installed (named by
 * `ACTIONLINT` and `KUBECONFORM`). It prints; it judges nothing. Time on the clock tells little on a busy machine, so
 * that all take turns, and the processors' own time stands beside it. It measures the package, or what `PARLEY` names.
 */

import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { entry } from "./entry.ts";
import { makeSite, write } from "./large-site.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "parley-bench-"));
// What is kept between runs is this bench's own.
process.env.XDG_CACHE_HOME = join(home, "cache");
const rounds = 7;

interface Timing {
  readonly ms: number;
  /** What all processors worked together, in milliseconds; zero where nobody measured it. */
  readonly cpu: number;
  readonly megabytes: number;
  readonly status: number | null;
}

/** One of those that are timed beside one another. */
interface Contestant {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Done before each round, at nobody's expense. */
  before?(): void;
}

const usage = existsSync("/usr/bin/time") ? ["/usr/bin/time", "-f", "%U %S %M"] : [];

function time({ command, args, cwd, before }: Contestant): Timing {
  before?.();
  const [first = command, ...rest] = [...usage, command, ...args];
  const start = performance.now();
  const done = spawnSync(first, rest, { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
  const ms = performance.now() - start;
  const [user = 0, system = 0, kilobytes = 0] =
    usage.length > 0 ? (done.stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number) : [];
  return { ms, cpu: (user + system) * 1000, megabytes: kilobytes / 1024, status: done.status };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const parley = (site: string) => [
  "--conditions=source",
  "--disable-warning=ExperimentalWarning",
  entry,
  "validate",
  "--site",
  site,
];
const plain = `import { readFileSync, globSync } from "node:fs"; import { load } from "${join(root, "node_modules/js-yaml/dist/js-yaml.mjs")}"; for (const file of globSync("**/*.yaml")) load(readFileSync(file, "utf8"));`;

try {
  const sizes = process.argv.slice(2).map(Number);
  for (const count of sizes.length > 0 ? sizes : [100, 1000, 5000]) {
    const site = makeSite(join(home, `site-${count}`), count);
    const file = join(site, "assistants/bot-0/workflows/flow-1.yaml");
    const forget = () => rmSync(join(home, "cache/parley/findings"), { recursive: true, force: true });
    const own = { command: process.execPath, args: parley(site), cwd: site };
    print(count, [
      { name: "js-yaml: find, read, load", ...own, args: ["--input-type=module", "-e", plain] },
      { name: "parley validate, nothing kept", ...own, before: forget },
      { name: "parley validate, one file changed", ...own, before: () => appendFileSync(file, "# changed\n") },
      { name: "parley validate, nothing changed", ...own },
      ...others("actionlint", process.env.ACTIONLINT, count, actions),
      ...others("kubeconform", process.env.KUBECONFORM, count, manifests),
    ]);
    for (const name of readdirSync(home)) if (name !== "cache") rmSync(join(home, name), { recursive: true });
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** All in turn, round by round: what makes the machine slow makes it slow for all. The ratios are of one round each. */
function print(count: number, contestants: readonly Contestant[]): void {
  for (const each of contestants) time(each);
  const timings = contestants.map((): Timing[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, each] of contestants.entries()) timings[index]?.push(time(each));
  }
  process.stdout.write(`${count} workflows; the least and the median of ${rounds} rounds, whole processes\n`);
  const [floor = []] = timings;
  for (const [index, { name }] of contestants.entries()) {
    const own = timings[index] ?? [];
    const ms = own.map((each) => each.ms);
    const beside = (what: "ms" | "cpu"): string =>
      median(own.map((each, round) => each[what] / (floor[round]?.[what] ?? Number.NaN))).toFixed(2);
    const cells = [
      `${Math.min(...ms)
        .toFixed(0)
        .padStart(6)} ms ${median(ms).toFixed(0).padStart(6)} ms`,
      `${median(own.map(({ cpu }) => cpu))
        .toFixed(0)
        .padStart(6)} ms CPU`,
      `${Math.max(...own.map(({ megabytes }) => megabytes))
        .toFixed(0)
        .padStart(5)} MB`,
      `exit ${own.map(({ status }) => status).find((status) => status !== 0) ?? 0}`,
      `${beside("ms").padStart(6)} × js-yaml (CPU ${beside("cpu")} ×)`,
      `${((count / median(ms)) * 1000).toFixed(0).padStart(6)} files/s`,
    ];
    process.stdout.write(`  ${name.padEnd(34)} ${cells.join("  ")}\n`);
  }
}

function others(
  name: string,
  binary: string | undefined,
  count: number,
  make: (folder: string, count: number) => readonly string[],
): readonly Contestant[] {
  if (!binary || !existsSync(binary) || !statSync(binary).isFile()) return [];
  const cwd = join(home, `${name}-${count}`);
  return [{ name, command: binary, args: make(cwd, count), cwd }];
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
