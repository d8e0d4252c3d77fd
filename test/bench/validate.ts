/**
 * How long `parley validate` takes, as whole processes: `node --conditions=source test/bench/validate.ts [sizes…]`.
 *
 * It makes sites of realistic workflows, and times beside them a process that only finds, reads and loads the same
 * files with js-yaml, and actionlint and kubeconform on as many files of this size where they are installed (named by
 * `ACTIONLINT` and `KUBECONFORM`). It prints; it judges nothing. Time on the clock tells little on a busy machine, so
 * that the processors' own time stands beside it. It measures the package, or what `PARLEY` names.
 */

import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { entry } from "./entry.ts";
import { makeSite, write } from "./large-site.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "parley-bench-"));
// What is kept between runs is this bench's own.
process.env.XDG_CACHE_HOME = join(home, "cache");
const rounds = 5;

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
  entry,
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
    const site = makeSite(join(home, `site-${count}`), count);
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
