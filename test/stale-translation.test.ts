/** Translations whose default text went on without them, in real repositories: however many merges ago. */

import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { type SiteFolder, smallSite } from "./support/site-folder.ts";

const hello = "assistants/bo/workflows/hello.yaml";

interface Repository extends SiteFolder {
  git(...args: readonly string[]): string;
  commit(files: Readonly<Record<string, string>>): void;
  /** `file:line: the text it was made from`, for each stale translation. */
  stale(): Promise<readonly string[]>;
}

function repository(): Repository {
  const site = smallSite();
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@shop.example", ...args], {
      cwd: site.folder,
      encoding: "utf8",
      env,
      stdio: ["ignore", "pipe", "ignore"],
    });
  git("init", "--quiet", "--initial-branch=main");
  return {
    ...site,
    git,
    commit(files) {
      for (const [path, text] of Object.entries(files)) site.write(path, text);
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message=a change");
    },
    async stale() {
      const { stdout } = await site.run("validate", "--format", "json");
      const { findings } = JSON.parse(stdout) as { findings: readonly Record<string, unknown>[] };
      return findings
        .filter(({ check }) => check === "stale-translation")
        .map(({ file, line, related }) => `${file}:${line}: ${(related as { message: string }[])[0]?.message}`);
    },
  };
}

/** A greeting on one line, as most sites write it. */
function inline(en: string, fr: string): string {
  return `workflow: hello\ntitle: { en: "Welcome", fr: "Accueil" }\nsteps:\n  - id: hi\n    say: { en: "${en}", fr: "${fr}" }\n    end: solved\n`;
}

/** The same with its translation in `locales/`. */
function beside(en: string): string {
  return `workflow: hello\ntitle: { en: "Welcome", fr: "Accueil" }\nsteps:\n  - id: hi\n    say: "${en}"\n    end: solved\n`;
}

const locale = (fr: string) => `hello:\n  hi.say: "${fr}"\n`;
const french = "assistants/bo/locales/fr.yaml";
const stale = [`${hello}:5: it was "Hello." then`];

describe("a translation is stale", () => {
  test("when its default text changed, however many commits and merges ago", async () => {
    const site = repository();
    site.commit({ [hello]: inline("Hello.", "Bonjour.") });
    expect(await site.stale()).toEqual([]);
    site.git("checkout", "--quiet", "-b", "wording");
    site.commit({ [hello]: inline("Hello, I am Bo.", "Bonjour.") });
    site.git("checkout", "--quiet", "main");
    site.commit({ "brands/shop/groups/desk.yaml": 'group: desk\nname: "The desk"\nschedule: desk\n' });
    site.git("merge", "--quiet", "--no-ff", "--message=merge", "wording");
    expect(await site.stale()).toEqual(stale);
    site.git("checkout", "--quiet", "-b", "more");
    site.commit({ [hello]: inline("Hello, I am Bo.", "Bonjour.").replace("Welcome", "Welcome!") });
    site.git("checkout", "--quiet", "main");
    site.git("merge", "--quiet", "--no-ff", "--message=merge", "more");
    expect(await site.stale()).toEqual([`${hello}:2: it was "Welcome" then`, ...stale]);
  });

  test("when the change is not committed yet", async () => {
    const site = repository();
    site.commit({ [hello]: inline("Hello.", "Bonjour.") });
    site.write(hello, inline("Hello, I am Bo.", "Bonjour."));
    expect(await site.stale()).toEqual(stale);
  });

  test("when it stands in locales/, and its default text in the workflow", async () => {
    const site = repository();
    site.commit({ [hello]: beside("Hello."), [french]: locale("Bonjour.") });
    site.commit({ [hello]: beside("Hello, I am Bo.") });
    expect(await site.stale()).toEqual([`${french}:2: it was "Hello." then`]);
  });

  test("also after the file was renamed or laid out anew", async () => {
    const site = repository();
    site.commit({ [hello]: inline("Hello.", "Bonjour.") });
    site.commit({ [hello]: inline("Hello, I am Bo.", "Bonjour.") });
    site.commit({ [hello]: inline("Hello, I am Bo.", "Bonjour.").replaceAll('"', "'") });
    expect(await site.stale()).toEqual(stale);
    site.git("mv", hello, "assistants/bo/workflows/greeting.yaml");
    const greeting = site
      .read("assistants/bo/workflows/greeting.yaml")
      .replace("workflow: hello", "workflow: greeting");
    site.commit({ "assistants/bo/workflows/greeting.yaml": greeting });
    expect((await site.stale()).map((line) => line.replace("greeting", "hello"))).toEqual(stale);
  });
});

describe("a translation is not stale", () => {
  test("when both changed in one commit, or in one merge", async () => {
    const site = repository();
    site.commit({ [hello]: inline("Hello.", "Bonjour.") });
    site.commit({ [hello]: inline("Hello, I am Bo.", "Bonjour, je suis Bo.") });
    expect(await site.stale()).toEqual([]);
    site.git("checkout", "--quiet", "-b", "wording");
    site.commit({ [hello]: inline("Hi, I am Bo.", "Bonjour, je suis Bo.") });
    site.commit({ [hello]: inline("Hi, I am Bo.", "Salut, je suis Bo.") });
    site.git("checkout", "--quiet", "main");
    site.git("merge", "--quiet", "--no-ff", "--message=merge", "wording");
    expect(await site.stale()).toEqual([]);
  });

  test("when the default text is again what it was", async () => {
    const site = repository();
    site.commit({ [hello]: inline("Hello.", "Bonjour.") });
    site.commit({ [hello]: inline("Hello, I am Bo.", "Bonjour.") });
    site.commit({ [hello]: inline("Hello.", "Bonjour.") });
    expect(await site.stale()).toEqual([]);
  });

  test("when it moved to locales/, or its step to another place", async () => {
    const site = repository();
    site.commit({ [hello]: inline("Hello.", "Bonjour.") });
    site.commit({ [hello]: beside("Hello."), [french]: locale("Bonjour.") });
    const moved = beside("Hello.").replace("steps:\n", "steps:\n  - id: pause\n    wait: 1s\n");
    site.commit({ [hello]: moved });
    expect(await site.stale()).toEqual([]);
  });

  test("when it was written down that it still says the same", async () => {
    const site = repository();
    site.commit({ [hello]: inline("Hello.", "Bonjour.") });
    site.commit({ [hello]: inline("Hello!", "Bonjour.") });
    expect(await site.stale()).toHaveLength(1);
    expect((await site.run("translations", "confirm")).stdout).toContain("1 translation");
    expect(await site.stale()).toEqual([]);
    site.write(hello, inline("Hello, I am Bo.", "Bonjour."));
    expect(await site.stale()).toEqual([`${hello}:5: it was "Hello!" then`]);
  });

  test("without Git, nothing is known and nothing is said", async () => {
    const site = smallSite();
    const { stdout } = await site.run("validate");
    expect(stdout).toContain("nothing to mend");
  });
});
