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

test("of a name that is none, the nearest", async () => {
  await expect(printed("unknown-traget")).rejects.toMatchObject({
    message: 'there is no check "unknown-traget"',
    fix: 'did you mean "unknown-target"?',
  });
  await expect(printed("constructor")).rejects.toMatchObject({ fix: "parley explain lists the checks" });
});
