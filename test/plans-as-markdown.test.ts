/** What a reviewer reads of a plan, whatever a site says. */

import { describe, expect, test } from "vitest";
import { renderPlanMarkdown } from "#plan/render-markdown.ts";
import {
  assistant,
  type Edits,
  hello,
  planOf,
  published,
  secondAssistant,
  small,
  web,
} from "./support/planned-sites.ts";

describe("a plan as Markdown", () => {
  const markdown = async (before: Edits, after: Edits, limit = 65_536) => {
    const live = await published(before);
    return renderPlanMarkdown(await planOf(after, live), live, limit);
  };

  test("says what goes live, what customers will read, and the effect", async () => {
    const text = await markdown(secondAssistant, {
      ...secondAssistant,
      [web]: ["assistant: bo", "assistant: al"],
      "assistants/al/workflows/hello.yaml": (small.get(hello)?.text ?? "").replace("Hello, I am Bo.", "Hi, I am Al."),
    });
    expect(text).toContain("- `web`: `al` replaces `bo`");
    expect(text).toContain("- **warning** `channel-takeover`");
    expect(text).toContain("<details><summary>al / hello: 4 texts</summary>");
    expect(text).toContain("```diff\n+ Hi, I am Al.\n```");
    expect(text).toMatch(/Effect `[0-9a-f]{12}` on `local`, where release 1 is live there\.$/);
  });

  test("nothing that a site says leaves its place", async () => {
    const hostile = "```\\n</details> @octocat [x](javascript:alert(1)) <script> #1";
    const text = await markdown(
      {},
      { [hello]: ["Hello, I am Bo.", hostile], [assistant]: ['name: "Bo"', `name: "${hostile}"`] },
    );
    const outside = text.replace(/^(`{3,})[\s\S]*?\n\1$/gm, "").replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, "");
    for (const word of ["@octocat", "javascript:", "<script>", "#1"]) expect(outside).not.toContain(word);
    // One for what customers will read, one for the workflow's diagram.
    expect(outside.match(/<\/?details>/g)).toEqual(["<details>", "</details>", "<details>", "</details>"]);
  });

  test("what a header or a body says is not shown", async () => {
    const call = (key: string) =>
      `workflow: hello\ntitle: { en: "Welcome", fr: "Accueil" }\nsteps:\n  - id: hi\n    call: orders\n    get: /orders\n    headers: { x-shop: "${key}" }\n    errors: { else: end }\n    end: solved\n`;
    const text = await markdown({ [hello]: call("before-header") }, { [hello]: call("after-header") });
    expect(text).toContain("headers");
    expect(text).not.toMatch(/before-header|after-header/);
  });

  test("a thousand changes fit into one comment, and what is left out is counted", async () => {
    const many: Record<string, string> = {};
    for (let index = 0; index < 1000; index += 1) {
      const text = `A greeting that is long enough to matter in a comment, number ${index}`.repeat(3);
      many[`assistants/bo/workflows/w${index}.yaml`] =
        `workflow: w${index}\nstart: { phrases: { en: ["question ${index}"], fr: ["sujet ${index}"] } }\nsteps:\n  - id: hi\n    say: { en: "${text}", fr: "${text} !" }\n    end: solved\n`;
    }
    const text = await markdown({}, many);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/… and \d+ more parts/);
    expect(text).toMatch(/Effect `[0-9a-f]{12}`/);
  });
});
