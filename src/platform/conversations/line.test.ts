import { expect, test } from "vitest";
import { lineOf } from "#platform/conversations/line.ts";

const job = (name: string) => ({ conversation: name[0] ?? "", name });
const names = (jobs: readonly { readonly name: string }[]) => jobs.map(({ name }) => name);

test("of each conversation one is under way, in the order they came", () => {
  const line = lineOf<ReturnType<typeof job>>();
  for (const name of ["a1", "a2", "b1", "c1"]) line.add(job(name));
  const first = line.next(2);
  expect(names(first)).toEqual(["a1", "b1"]);
  expect(names(line.next(2))).toEqual(["c1"]);
  expect(line.count()).toBe(1);
  line.done(first);
  expect(names(line.next(2))).toEqual(["a2"]);
  expect(line.count()).toBe(0);
});

test("what is put back comes before what came later", () => {
  const line = lineOf<ReturnType<typeof job>>();
  for (const name of ["a1", "a2"]) line.add(job(name));
  const [first] = line.next(9);
  if (first) line.putBack(first);
  expect(names(line.next(9))).toEqual([]);
  line.done([job("a1")]);
  expect(names(line.next(9))).toEqual(["a1"]);
  expect(line.count()).toBe(1);
});
