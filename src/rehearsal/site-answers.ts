/** What a site's conversation tests say of its APIs, put together: what stands in for those that a preview may not ask. */

import type { Content } from "#content/content.ts";
import { givenOf, type TestFile } from "#rehearsal/test-file.ts";
import type { StubAnswers, StubbedCalls } from "#runtime/stubs.ts";

/** By brand. Where two tests say different things of one request, the first one's holds. */
export function siteAnswers(content: Content): Readonly<Record<string, StubbedCalls>> {
  const brands = new Map<string, Map<string, Map<string, StubAnswers>>>();
  for (const folder of content.assistants.values()) {
    for (const { value } of folder.tests.values()) {
      if (!value) continue;
      const file = value as TestFile;
      const assistant = file.assistant === undefined ? folder : content.assistants.get(file.assistant);
      const brand = assistant?.value?.brand;
      if (brand === undefined) continue;
      for (const test of file.tests) {
        for (const [connection, answers] of Object.entries(givenOf(file, test).calls ?? {})) {
          const known = within(within(brands, brand), connection);
          for (const [request, answer] of Object.entries(answers)) {
            if (!known.has(request)) known.set(request, answer);
          }
        }
      }
    }
  }
  return plain(brands, (connections) => plain(connections, (answers) => plain(answers, (answer) => answer)));
}

function within<T>(maps: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const known = maps.get(key) ?? new Map<string, T>();
  maps.set(key, known);
  return known;
}

function plain<T, U>(map: ReadonlyMap<string, T>, change: (value: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries([...map].map(([key, value]) => [key, change(value)]));
}
