import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checks } from "#checks/index.ts";
import { command } from "#cli/explain.ts";

async function printed(...args: string[]): Promise<string> {
  const write = process.stdout.write;
  let text = "";
  process.stdout.write = ((chunk: string) => (text += chunk) !== undefined) as typeof write;
  try {
    await command.run(args);
  } finally {
    process.stdout.write = write;
  }
  return text;
}

test("every check has a page, and stands in the list", async () => {
  const list = await printed();
  for (const { name, summary } of checks) {
    expect(list).toMatch(new RegExp(`^${name} +(error|warning|info) +`, "m"));
    expect(list).toContain(summary);
    expect(await printed(name)).toMatch(new RegExp(`^# ${name}\n`));
  }
});

test("what a publish is refused for has a page, too", async () => {
  const sources = ["src/cli/publish.ts", "src/publish"].flatMap((path) =>
    path.endsWith(".ts") ? [path] : readdirSync(path).map((name) => `${path}/${name}`),
  );
  const named = sources
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .flatMap((path) => [...readFileSync(path, "utf8").matchAll(/\bcheck: "([a-z-]+)"/g)].map(([, name = ""]) => name));
  expect(named).toEqual(expect.arrayContaining(["lease-held", "outside-window", "secret-missing", "not-a-descendant"]));
  for (const name of named) expect(await printed(name)).toMatch(new RegExp(`^# ${name}\n`));
  expect(await printed()).toMatch(/^lease-held +refusal +another publish is under way$/m);
  await expect(printed("lease-hold")).rejects.toMatchObject({ fix: 'did you mean "lease-held"?' });
});

test("of a name that is none, the nearest", async () => {
  await expect(printed("unknown-traget")).rejects.toMatchObject({
    message: 'there is no check "unknown-traget"',
    fix: 'did you mean "unknown-target"?',
  });
  await expect(printed("constructor")).rejects.toMatchObject({ fix: "parley explain lists the checks" });
});
