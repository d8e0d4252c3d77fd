import { expect, test } from "vitest";
import type { SourceFile } from "#content/files.ts";
import { readContent } from "#content/read.ts";
import { rehearseSite } from "#rehearsal/rehearse-site.ts";
import { pageMark, transcriptPages } from "#rehearsal/transcript.ts";

const texts: Readonly<Record<string, string>> = {
  "brands/b/brand.yaml": 'brand: b\nname: "B"\nlanguages: [en]\n',
  "assistants/a/assistant.yaml": 'assistant: a\nname: "A"\nlanguages: [en]\n',
  "assistants/a/workflows/pay.yaml":
    'workflow: pay\nvars: { iban: { type: string, sensitive: true }, pin: string, code: { type: string, sensitive: true }, day: string }\nsteps:\n  - { id: which, choose: , text: "Pay?", options: [{ id: now, label: "Now" }], other: end }\n  - { id: account, ask: iban, text: "Your account?" }\n  - { id: secret, ask: pin, text: "Your pin?", sensitive: true }\n  - { id: paid, say: "Paid from {{ iban }} on 12 March." }\n  - { id: more, form: [{ var: code, label: "Code" }, { var: day, label: "Day" }] }\n  - { id: thanks, say: "Ring 061234500.", end: solved }\n',
  "assistants/a/tests/pay.test.yaml":
    'workflow: pay\ntests:\n  - name: "it is paid"\n    talk: [{ start: open }, { bot: which }, { pick: now }, { bot: account }, { user: "DE02120300000000202051" }, { bot: secret }, { user: "12" }, { bot: paid }, { bot: more }, { fill: { code: "1234", day: "1 May" } }, { bot: thanks }]\n',
};

test("a talk is a page to read, the same every time, with nothing sensitive in it", () => {
  const pages = (): ReturnType<typeof transcriptPages> => {
    const files = new Map(Object.entries(texts).map(([path, text]): [string, SourceFile] => [path, { path, text }]));
    const { content, findings } = readContent(files);
    expect(findings).toEqual([]);
    return transcriptPages(rehearseSite(content, new Map()).results);
  };
  const [page] = pages();
  expect(page?.path).toBe("a/pay.en.md");
  expect(page?.text).toBe(`# pay (en)

${pageMark}

Of pay.

## it is paid

**which** Pay?

- [Now] (now)

> Now

**account** Your account?

> •••

**secret** Your pin?

> •••

**paid** Paid from ••• on 12 March.

**more** - Code: …
- Day: …

> code: •••
> day: 1 May

**thanks** Ring 061234500.

*pay ends: solved.*
`);
  expect(pages()).toEqual([page]);
});
