/** One object a resource kind: how it is checked, compared, made and read. */

import { canonicalJson, digestOf } from "#content/body.ts";
import type { Driver } from "#drivers/driver.ts";
import type { Live, ReleaseContent } from "#plan/live.ts";
import type { Properties } from "#provider/values.ts";

export interface Resource {
  /** What is wrong with the inputs: property and reason. */
  check(inputs: Properties): readonly { readonly property: string; readonly reason: string }[];
  /** The properties that differ; of those, the ones that need a new resource. */
  diff(
    old: Properties,
    inputs: Properties,
    live: Live,
  ): { readonly changed: readonly string[]; readonly replaced: readonly string[] };
  create(driver: Driver, inputs: Properties): Promise<{ readonly id: string; readonly outputs: Properties }>;
  /** Outputs that are not known before it is made. */
  readonly unknowns: readonly string[];
  /** Null: it is not there. */
  read(driver: Driver, id: string, old: Properties): Promise<Properties | null>;
}

const isDigest = (value: unknown): value is string => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);

const body: Resource = {
  unknowns: [],
  check: (inputs) => [
    ...(typeof inputs.name === "string" ? [] : [{ property: "name", reason: "a name is a text" }]),
    // An unknown digest of a preview is undefined: it is checked when it is known.
    ...(inputs.digest === undefined || isDigest(inputs.digest)
      ? []
      : [{ property: "digest", reason: "a digest is 64 hexadecimal digits" }]),
  ],
  diff: (old, inputs) => {
    const changed = ["name", "digest"].filter((key) => old[key] !== inputs[key]);
    return { changed, replaced: changed };
  },
  async create(driver, inputs) {
    const digest = String(inputs.digest);
    const missing = await driver.missing([digest]);
    if (missing.length > 0)
      throw new Error(`the body ${digest.slice(0, 12)} of "${inputs.name}" has not been uploaded to ${driver.address}`);
    return { id: `${inputs.name}@${digest.slice(0, 12)}`, outputs: inputs };
  },
  async read(driver, _id, old) {
    return isDigest(old.digest) && (await driver.missing([old.digest])).length === 0 ? old : null;
  },
};

/** Compared with what is live, not with the state: a rollback or a lost state is seen. */
const release: Resource = {
  unknowns: ["number"],
  check: (inputs) => {
    try {
      JSON.parse(String(inputs.content));
      return isDigest(inputs.effect) ? [] : [{ property: "effect", reason: "an effect is 64 hexadecimal digits" }];
    } catch {
      return [{ property: "content", reason: "the content is not JSON" }];
    }
  },
  diff: (_old, inputs, live) => {
    const wanted = digestOf(JSON.parse(String(inputs.content)));
    return { changed: live.release?.digest === wanted ? [] : ["content"], replaced: [] };
  },
  async create(driver, inputs) {
    const made = await driver.release({
      expects: typeof inputs.expects === "number" ? inputs.expects : null,
      content: JSON.parse(String(inputs.content)) as ReleaseContent,
      commit: typeof inputs.commit === "string" ? inputs.commit : null,
      author: typeof inputs.author === "string" ? inputs.author : null,
      effect: String(inputs.effect),
    });
    return { id: "release", outputs: { ...inputs, number: made.number } };
  },
  async read(driver, _id, old) {
    const live = await driver.readLive();
    return live.release ? { ...old, content: canonicalJson(live.release.content), number: live.release.number } : null;
  },
};

export const resources: Readonly<Record<string, Resource>> = {
  "parley:index:Brand": body,
  "parley:index:Channel": body,
  "parley:index:Assistant": body,
  "parley:index:Release": release,
};
