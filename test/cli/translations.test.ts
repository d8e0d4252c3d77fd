/** Texts to translators and back, through the command line, on this repository's own site. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ownSite, type SiteFolder, smallSite } from "../support/site-folder.ts";

/** Lumi learns German; nobody has written any yet. */
function preparing(): SiteFolder {
  const site = ownSite();
  const path = "assistants/lumi/assistant.yaml";
  site.write(path, site.read(path).replace("languages: [fr, en]", "languages: [fr, en]\npreparing: [de]"));
  return site;
}

async function found(site: SiteFolder): Promise<readonly { check: string; message: string }[]> {
  const { stdout } = await site.run("validate", "--format", "json", "--no-tests");
  return (JSON.parse(stdout) as { findings: { check: string; message: string }[] }).findings;
}

/** What a translator's tool does: a target for each source, its placeholders where they were. */
function translated(xliff: string): string {
  return xliff.replace(/<segment state="initial">(\s*)<source>([\s\S]*?)<\/source>/g, (_, blanks, source: string) => {
    const target = source
      .split(/(<[^>]*>)/)
      .map((part) => (part.startsWith("<") ? part : part.replace(/\p{L}{3,}/gu, (word) => `${word}en`)))
      .join("");
    return `<segment state="translated">${blanks}<source>${source}</source>${blanks}<target>${target}</target>`;
  });
}

test("a language that is prepared is handed out, comes back, and is whole", async () => {
  const site = preparing();
  expect((await found(site)).filter(({ check }) => check.startsWith("missing-")).length).toBeGreaterThan(20);
  const exported = await site.run("translations", "export", "--language", "de", "--assistant", "lumi");
  expect(exported.stdout).toMatch(/^translations\/lumi\.de\.xlf: \d+ texts, \d+ missing, 0 outdated\n$/);
  site.write("translations/lumi.de.xlf", translated(site.read("translations/lumi.de.xlf")));
  const imported = await site.run("translations", "import", "translations/lumi.de.xlf");
  expect(imported).toMatchObject({ code: 0, stderr: "" });
  expect((await found(site)).filter(({ message }) => message.includes('"de"'))).toEqual([]);
  // Handed out again, nothing is missing; read once more, nothing changes.
  const again = await site.run("translations", "export", "--language", "de", "--assistant", "lumi");
  expect(again.stdout).toContain(" 0 missing, 0 outdated");
  const before = site.all();
  await site.run("translations", "import", "translations/lumi.de.xlf");
  expect(site.all()).toEqual(before);
  expect((await site.run("fmt", "--check")).code).toBe(0);
});

test("PO does the same", async () => {
  const site = preparing();
  await site.run("translations", "export", "--language", "de", "--format", "po", "--out", "po");
  const po = site.read("po/lumi.de.po").replace(/^msgid ("(?:.+)")\nmsgstr ""$/gm, "msgid $1\nmsgstr $1");
  site.write("po/lumi.de.po", po);
  const { code, stdout } = await site.run("translations", "import", "po/lumi.de.po");
  expect([code, stdout.split(",")[0]]).toEqual([0, expect.stringMatching(/^po\/lumi\.de\.po: \d+ texts in "de"$/)]);
  const left = (await found(site)).filter(({ message }) => message.includes('no text in "de"'));
  expect(left).toEqual([]);
});

test("an outdated translation is marked, and what comes back is held against what the translator saw", async () => {
  const site = smallSite();
  const path = "assistants/bo/workflows/hello.yaml";
  const hello = (en: string) => site.read(path).replace(/say: \{ en: "[^"]*"/, `say: { en: "${en}"`);
  await site.run("translations", "export", "--language", "fr");
  await site.run("translations", "import", "translations/bo.fr.xlf");
  expect(site.read("assistants/bo/.made-from/fr.yaml")).toContain('hi.say: { from: "Hello, I am Bo."');
  site.write(path, hello("Hello, I am Bo. Ask me anything."));
  expect((await found(site)).map(({ check }) => check)).toContain("stale-translation");
  await site.run("translations", "export", "--language", "fr");
  const file = site.read("translations/bo.fr.xlf");
  expect(file).toContain("this was translated from: Hello, I am Bo.");
  site.write("translations/bo.fr.xlf", file.replace("Bonjour, je suis Bo.", "Bonjour, je suis Bo. Demandez-moi tout."));
  // While the translator works, the default text goes on.
  site.write(path, hello("Hello, I am Bo. Ask me whatever you like."));
  await site.run("translations", "import", "translations/bo.fr.xlf");
  expect(site.read(path)).toContain("Demandez-moi tout.");
  expect((await found(site)).map(({ check }) => check)).toContain("stale-translation");
  expect((await site.run("translations", "confirm", "hello.hi.say")).stdout).toContain("1 translation confirmed");
  expect(await found(site)).toEqual([]);
});

describe("what came back is refused, and nothing is written", () => {
  test.each<[string, (file: string) => string, string]>([
    ["a placeholder was lost", (file) => file.replace(/(<target>[^<]*)<ph [^>]*\/>/, "$1"), 'lacks "{{ '],
    [
      "a placeholder was written by hand",
      (file) => file.replace(/<target>/, "<target>{{ something_else }} "),
      'fills in "{{ something_else }}"',
    ],
  ])("%s", async (_name, change, message) => {
    const site = preparing();
    await site.run("translations", "export", "--language", "en", "--assistant", "lumi");
    const file = change(site.read("translations/lumi.en.xlf"));
    site.write("translations/lumi.en.xlf", file);
    const before = site.all();
    const { code, stdout } = await site.run("translations", "import", "translations/lumi.en.xlf");
    expect(code).toBe(1);
    expect(stdout).toContain(message);
    expect(stdout).toMatch(/--> translations\/lumi\.en\.xlf:\d+:\d+/);
    expect(site.all()).toEqual(before);
  });

  test("the file is no translator's", async () => {
    const site = smallSite();
    mkdirSync(join(site.folder, "translations"));
    site.write("translations/x.xlf", '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n<x>&a;</x>\n');
    const { code, stderr } = await site.run("translations", "import", "translations/x.xlf");
    expect(code).toBe(2);
    expect(stderr).toMatch(/translations\/x\.xlf:2:\d+: the file has a DOCTYPE/);
  });

  test("it is in a language that nobody speaks", async () => {
    const site = smallSite();
    const { code, stderr } = await site.run("translations", "export", "--language", "de");
    expect([code, stderr]).toEqual([2, expect.stringContaining("preparing: [de]")]);
  });
});

test("what stands around a text stays as it is: comments, quotes, the order of languages", async () => {
  const site = smallSite();
  const path = "assistants/bo/workflows/hello.yaml";
  const text = (more: string, block: string) => `workflow: hello
title: { en: "Welcome", fr: "Accueil"${more && ', de: "Willkommen"'} } # shown in the inbox
steps:
  # The greeting.
  - id: hi
    say:
      en: 'Hello, I am Bo.' # as in the shop
      fr: >-
        Bonjour,
        je suis Bo.
${block}    end: solved
`;
  site.write(path, text("", ""));
  site.write(
    "assistants/bo/assistant.yaml",
    site.read("assistants/bo/assistant.yaml").replace("[en, fr]", "[en, fr]\npreparing: [de]"),
  );
  await site.run("translations", "export", "--language", "de");
  const file = site
    .read("translations/bo.de.xlf")
    .replace("<source>Welcome</source>", "<source>Welcome</source><target>Willkommen</target>")
    .replace("<source>Hello, I am Bo.</source>", "<source>Hello, I am Bo.</source><target>Hallo, ich bin Bo.</target>");
  site.write("translations/bo.de.xlf", file);
  expect(await site.run("translations", "import", "translations/bo.de.xlf")).toMatchObject({ code: 0 });
  expect(site.read(path)).toBe(text("de", '      de: "Hallo, ich bin Bo."\n'));
});
