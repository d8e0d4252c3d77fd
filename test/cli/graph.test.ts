import { expect, test } from "vitest";
import { smallSite } from "../support/site-folder.ts";

test("a workflow: its steps, its exits, how it ends", async () => {
  const { code, stdout } = await smallSite().run("graph", "bo/lost");
  expect(code).toBe(0);
  expect(stdout).toBe(`flowchart TD
  n0(["lost"])
  n1("sorry
I did not understand.")
  n2(["to_people
to desk"])
  n3("nobody
We will write to you when we open, {{ next_open…")
  n4(["end"])
  n5(["end: unsolved"])
  n0 --> n1
  n1 --> n2
  n2 --> n4
  n2 -->|"no_agent"| n3
  n3 --> n5
`);
});

test("an assistant: how its workflows begin, and run one another", async () => {
  const site = smallSite();
  const hello = "assistants/bo/workflows/hello.yaml";
  site.write(
    hello,
    site
      .read(hello)
      .replace("steps:", 'start: { phrases: { en: ["hi there"], fr: ["salut"] } }\nsteps:')
      .replace("    end: solved\n", "  - { id: give_up, run: lost }\n"),
  );
  site.write(
    "assistants/bo/workflows/later.yaml",
    'workflow: later\nstatus: draft\ntitle: { en: "Later", fr: "Plus tard" }\nsteps: [{ id: a, run: hello }]\n',
  );
  const { code, stdout } = await site.run("graph", "bo");
  expect(code).toBe(0);
  expect(stdout).toBe(`flowchart TD
  n0[["hello
Welcome"]]
  n1["later
Later
(draft)"]:::dashed
  n2[["lost
Not understood"]]
  n3(["a conversation opens"])
  n4(["the customer writes"])
  n5(["nothing else fits"])
  n3 --> n0
  n4 -->|"hi there"| n0
  n5 --> n2
  n0 -->|"give_up"| n2
  n1 -->|"a"| n0
  classDef dashed stroke-dasharray: 4 4
`);
});

test.each([
  [[], "no assistant is named"],
  [["ann"], 'there is no assistant "ann"'],
  [["shop"], "it is a brand: write shop/WORKFLOW"],
  [["bo/no"], '"bo" has no workflow "no"'],
])("graph %j is refused", async (args, message) => {
  expect(await smallSite().run("graph", ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
});
