/** The readers and the wire's schemas say the same of every answer, right or wrong. */

import Type, { type TSchema } from "typebox";
import { Check } from "typebox/value";
import { describe, expect, test } from "vitest";
import {
  readBodies,
  readLiveRelease,
  readMissing,
  readNames,
  readPreview,
  readPreviews,
  readPublishes,
  readRelease,
  readReleases,
  readRollback,
  readRunning,
} from "#drivers/embedded/answers.ts";
import { DigestText, HoldRecord, OtherSiteRecord, PublishRecord, ReleaseRecord, StandingRecord } from "#wire/admin.ts";
import { PreviewRecord } from "#wire/preview.ts";
import { RollbackRecord } from "#wire/rollback.ts";

const digest = "a".repeat(64);
const target = { assistant: digest, brand: digest, weight: 100 };
const release = {
  number: 3,
  digest,
  content: {
    web: { channel: digest, brand: digest, targets: [target] },
    quiet: { channel: digest, brand: digest, targets: [] },
  },
  commit: null,
  author: "An Author",
  effect: digest,
  kind: "publish",
  approvers: ["Ann"],
  summary: ["~ assistant bo"],
  publishedAt: "2026-01-01T00:00:00.000Z",
  site: "acme",
};

const publish = {
  who: "Ann",
  where: "here",
  began: "2026-01-01T00:00:00.000Z",
  ended: "2026-01-01T00:00:01.000Z",
  outcome: "published",
  commit: null,
  effect: digest,
  release: 3,
};

const preview = {
  name: "acme/site#7",
  path: "/preview/x",
  channels: ["web"],
  commit: "c0ffee",
  author: "Ann",
  made: "2026-01-01T00:00:00.000Z",
  expires: "2026-01-15T00:00:00.000Z",
  stubbed: ["acme/shop"],
};

const body = Type.Object({
  kind: Type.Union([Type.Literal("brand"), Type.Literal("channel"), Type.Literal("assistant")]),
  id: Type.String(),
});

const kinds: readonly {
  readonly name: string;
  readonly schema: TSchema;
  readonly right: unknown;
  read(value: unknown): unknown;
}[] = [
  { name: "release", schema: ReleaseRecord, right: release, read: readRelease },
  {
    name: "live",
    schema: Type.Object({
      release: Type.Union([ReleaseRecord, Type.Null()]),
      holds: Type.Array(HoldRecord),
      newestCommit: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      others: Type.Optional(Type.Array(OtherSiteRecord)),
    }),
    right: {
      release,
      holds: [{ digest, kind: "assistant", id: "bo", release: 3, who: "Ann", channels: ["web"] }],
      newestCommit: "c",
      others: [{ site: "other", channels: { app: { runs: digest, assistants: ["al"], brands: ["store"] } } }],
    },
    read: readLiveRelease,
  },
  {
    name: "releases",
    schema: Type.Object({ releases: Type.Array(ReleaseRecord) }),
    right: { releases: [release] },
    read: readReleases,
  },
  {
    name: "rollback",
    schema: RollbackRecord,
    right: {
      release,
      undone: release,
      restored: 2,
      names: { [digest]: { kind: "brand", id: "acme" } },
      bodies: { [digest]: { kind: "brand", id: "acme" } },
    },
    read: readRollback,
  },
  {
    name: "publishes",
    schema: Type.Object({ publishes: Type.Array(PublishRecord) }),
    right: { publishes: [{ ...publish, ended: null, outcome: null, release: null }, publish] },
    read: readPublishes,
  },
  {
    name: "running",
    schema: Type.Object({ running: Type.Array(StandingRecord) }),
    right: {
      running: [
        {
          channel: "web",
          revision: { channel: digest, brand: digest, assistant: digest },
          frames: [{ workflow: "order", step: "ask" }],
          conversations: 3,
        },
        {
          channel: "quiet",
          revision: { channel: digest, brand: digest, assistant: null },
          frames: [],
          conversations: 1,
        },
      ],
    },
    read: readRunning,
  },
  {
    name: "preview",
    schema: PreviewRecord,
    right: preview,
    read: readPreview,
  },
  {
    name: "previews",
    schema: Type.Object({ previews: Type.Array(PreviewRecord) }),
    right: { previews: [preview, { ...preview, commit: null, author: null }] },
    read: readPreviews,
  },
  {
    name: "bodies",
    schema: Type.Object({ bodies: Type.Record(DigestText, body, { additionalProperties: false }) }),
    right: { bodies: { [digest]: { kind: "brand", id: "acme" } } },
    read: readBodies,
  },
  {
    name: "names",
    schema: Type.Object({ names: Type.Record(DigestText, body, { additionalProperties: false }) }),
    right: { names: { [digest]: { kind: "brand", id: "acme" } } },
    read: readNames,
  },
  {
    name: "missing",
    schema: Type.Object({ missing: Type.Array(DigestText) }),
    right: { missing: [digest] },
    read: readMissing,
  },
];

const wrongValues = [null, 0, 1.5, 101, "", "x", "b".repeat(64), [], {}, [null], { x: 1 }];

describe.each(kinds)("$name", ({ schema, right, read }) => {
  test("what is right is read", () => {
    expect(Check(schema, right)).toBe(true);
    expect(read(right)).not.toBe(null);
  });

  test("every value in it, replaced or taken away, is judged as the schema judges it", () => {
    for (const changed of mutations(right)) {
      expect([JSON.stringify(changed), read(changed) !== null]).toEqual([
        JSON.stringify(changed),
        Check(schema, changed),
      ]);
    }
  });
});

/** `value` with one place in it replaced by each wrong value, or left out. */
function mutations(value: unknown): unknown[] {
  const changed: unknown[] = [...wrongValues];
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      changed.push(...mutations(item).map((other) => value.with(index, other)));
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const { [key]: _left, ...rest } = value as Record<string, unknown>;
      changed.push(rest, ...mutations(item).map((other) => ({ ...value, [key]: other })));
    }
  }
  return changed;
}
