import { expect, test } from "vitest";
import { journalText, openJournal, type ReleaseState, stateText } from "#publish/journal.ts";

test("what was done is told by the stage, and of the bodies how many", () => {
  const journal = openJournal();
  expect(journalText(journal.done())).toBe(
    "done: nothing; not done: lease taken, bodies uploaded, engine run, release live",
  );
  journal.note("lease taken");
  journal.uploads(0, 5);
  expect(journalText(journal.done())).toBe("done: lease taken; not done: bodies uploaded, engine run, release live");
  journal.uploads(2, 5);
  expect(journalText(journal.done())).toBe(
    "done: lease taken, 2 of 5 bodies uploaded; not done: the other bodies uploaded, engine run, release live",
  );
  journal.note("bodies uploaded");
  expect(journalText(journal.done())).toBe("done: lease taken, bodies uploaded; not done: engine run, release live");
});

test.each<[ReleaseState, RegExp]>([
  ["not made", /^no release was made: what was live before still is$/],
  ["unknown", /^whether the release was made is not known/],
  [7, /^release 7 was made/],
])("of a release that is %s it says so", (state, says) => {
  expect(stateText(state)).toMatch(says);
});
