/** Whatever a test says, on whatever site: the talk comes to an end, nothing is thrown, and it goes the same way again. */

import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stepsOf } from "#content/graph.ts";
import { readContent } from "#content/read.ts";
import { type Cast, castOf } from "#rehearsal/programs.ts";
import { rehearse } from "#rehearsal/rehearse.ts";
import { openStage } from "#rehearsal/stage.ts";
import type { Given, TalkItem, TestFile } from "#rehearsal/test-file.ts";
import type { CallResult, Event } from "#runtime/event.ts";
import type { StubAnswer } from "#runtime/stubs.ts";
import { readFiles } from "#source/working-tree.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folders = [root, ...readdirSync(`${root}test/sites`).map((name) => `${root}test/sites/${name}`)];
const casts: Cast[] = [];
for (const folder of folders) {
  const { content } = readContent(await readFiles(folder));
  for (const item of content.assistants.values()) {
    const cast = castOf(content, item);
    if (cast) casts.push(cast);
  }
}

const words = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    "FR-123456",
    "1",
    "2",
    "oui",
    "no",
    "ann@example.com",
    "2026-03-05",
    "+33123456789",
    "où est ma commande",
  ),
);

function talkOn(cast: Cast): fc.Arbitrary<{ file: TestFile; cast: Cast }> {
  const workflows = [...cast.workflows.values()];
  const steps = workflows.flatMap((workflow) => stepsOf(workflow).map(({ step }) => step));
  const options = steps.flatMap((step) =>
    step.kind === "choose" && !("each" in step.options) ? step.options.map(({ id }) => id) : [],
  );
  const item: fc.Arbitrary<TalkItem> = fc.oneof(
    { weight: 4, arbitrary: words.map((user) => ({ user })) },
    { weight: 3, arbitrary: fc.constant<TalkItem>("...") },
    { weight: 3, arbitrary: fc.constantFrom("solved", "unsolved", "home.take", ...options).map((pick) => ({ pick })) },
    fc.constantFrom("1s", "5m", "1h", "30d", "1ms").map((silence) => ({ silence })),
    fc.constantFrom("done", "Hello").map((agent) => ({ agent })),
    fc.constantFrom("a.jpg", "b.exe").map((file) => ({ file })),
    fc.dictionary(fc.constantFrom("iban", "holder", "name", "user.email", "email"), words).map((fill) => ({ fill })),
    fc.constantFrom("sorry", ...steps.map(({ id }) => id)).map((bot) => ({ bot })),
    fc.constantFrom("open" as const, "phrase" as const).map((start) => ({ start })),
  );
  const answer: fc.Arbitrary<StubAnswer> = fc.oneof(
    fc.constant<StubAnswer>("timeout"),
    fc.record({ status: fc.constantFrom(200, 201, 404, 409, 429, 503), body: fc.jsonValue() }),
  );
  const given: fc.Arbitrary<Given> = fc.record({
    now: fc.constantFrom("2026-03-02T10:00:00Z", "2026-12-25T03:00:00+01:00"),
    agents: fc.constantFrom({}, Object.fromEntries([...cast.brand.groups.keys()].map((group) => [group, 1]))),
    user: fc.constantFrom({}, { email: "ann@example.com", verified: true }),
  });
  return fc
    .record({
      workflow: fc.constantFrom(undefined, ...workflows.map((workflow) => workflow.workflow)),
      given,
      answers: fc.array(answer, { minLength: 1, maxLength: 3 }),
      // Dots skip whatever is said, so that a talk goes on.
      talk: fc.array(item, { maxLength: 12 }).map((items) => items.flatMap((each): TalkItem[] => ["...", each])),
    })
    .map(({ workflow, given: world, answers, talk }) => {
      const requests = ["FR-123456", "1", "2"].flatMap((id) => [`GET /orders/${id}`, `POST /orders/${id}/returns`]);
      const stubs = Object.fromEntries(requests.map((request) => [request, answers]));
      const calls = Object.fromEntries([...cast.brand.connections.keys()].map((name) => [name, stubs]));
      const file: TestFile = {
        ...(workflow !== undefined && { workflow }),
        tests: [{ name: "any", given: { ...world, calls }, talk: [...talk, "..."] }],
      };
      return { file, cast };
    });
}

test("any talk ends, throws nothing, and goes the same way twice", () => {
  const none = (): void => undefined;
  let together = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...casts).chain((cast) => fc.tuple(talkOn(cast), fc.constantFrom(...cast.languages))),
      ([{ file, cast }, language]) => {
        const first = rehearse(cast, file, 0, language, none);
        const again = rehearse(cast, file, 0, language, none);
        expect(again.stage.lines).toEqual(first.stage.lines);
        expect(again.failures).toEqual(first.failures);
        together += first.stage.lines.length;
      },
    ),
    { numRuns: 400, seed: 11 },
  );
  // The talks are no empty ones.
  expect(together).toBeGreaterThan(1000);
});

test("whatever happens on a stage, it comes to rest", () => {
  const event = fc.oneof(
    words.map((text): Event => ({ kind: "text", text })),
    fc
      .constantFrom("solved", "unsolved", "home.take", "order", "people", "take")
      .map((option): Event => ({ kind: "pick", option })),
    fc
      .dictionary(fc.constantFrom("iban", "holder", "user.email"), words)
      .map((values): Event => ({ kind: "fill", values })),
    fc.constant<Event>({ kind: "agent", name: "A", text: "Hello" }),
    fc.constant<Event>({ kind: "agent-done" }),
    fc.constantFrom("fr", "en", "xx").map((language): Event => ({ kind: "language", language })),
  );
  const result = fc.constantFrom<CallResult>(
    { kind: "timeout" },
    { kind: "answer", status: 200, headers: {}, body: { order: { status: "shipped", eta: "2026-03-05" } } },
    { kind: "answer", status: 404, headers: {}, body: null },
  );
  const move = fc.record({
    event,
    result,
    pass: fc.constantFrom(0, 0, 0, 1, 60_000, 86_400_000, 365 * 86_400_000),
  });
  fc.assert(
    fc.property(
      fc
        .constantFrom(...casts)
        .chain((cast) =>
          fc.tuple(fc.constant(cast), fc.constantFrom(...cast.workflows.keys()), fc.array(move, { maxLength: 25 })),
        ),
      ([cast, workflow, moves]) => {
        const language = cast.languages[0] ?? "en";
        const agents = Object.fromEntries([...cast.brand.groups.keys()].map((group) => [group, 1]));
        const stage = openStage({ program: cast.program(undefined, language), language, now: 0, agents, user: {} });
        stage.begin(workflow, {});
        for (const { event: happens, result: answer, pass } of moves) {
          if (stage.pending()) stage.answer(answer);
          else stage.send(happens);
          stage.pass(pass);
        }
        expect(JSON.parse(JSON.stringify(stage.state()))).toEqual(stage.state());
        expect(stage.lines.length).toBeLessThan(120 * (moves.length + 1));
      },
    ),
    { numRuns: 400, seed: 12 },
  );
});
