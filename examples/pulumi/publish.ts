/**
 * Publishing a site from a Pulumi program of one's own: `parley build` has written its bodies, and the provider
 * `pulumi-resource-parley` is on PATH.
 *
 *   parley build --out build --env production
 *   PARLEY_PLATFORM=https://chat.example.com PARLEY_TOKEN=… node publish.ts build/site.json
 */

import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";

interface BuiltSite {
  /** Whose: another site may publish to the same platform. */
  readonly site: string;
  /** Null: the files are in no Git repository, or not as they were committed. */
  readonly commit: string | null;
  readonly bodies: readonly {
    readonly kind: "brand" | "channel" | "assistant";
    readonly id: string;
    readonly digest: string;
    readonly file: string;
    readonly assets: readonly string[];
  }[];
  readonly release: unknown;
}

const types = { brand: "Brand", channel: "Channel", assistant: "Assistant" } as const;

class Resource extends pulumi.CustomResource {}

/**
 * Declares the site's bodies, and the release that makes them live. What the platform refuses until a person says yes to
 * it (`held`: a rollback took it away) names its effect: `PARLEY_APPROVE` is that yes, to this effect and no other.
 */
export function declareSite({ commit, bodies, release }: BuiltSite): void {
  const uploaded = bodies.map(
    ({ kind, id, digest, file, assets }) =>
      new Resource(`parley:index:${types[kind]}`, `${kind}-${id}-${digest.slice(0, 12)}`, {
        name: id,
        digest,
        source: new pulumi.asset.FileAsset(file),
        assets: assets.map((path) => new pulumi.asset.FileAsset(path)),
      }),
  );
  const approve = process.env.PARLEY_APPROVE;
  const inputs = { content: JSON.stringify(release), ...(commit && { commit }), ...(approve && { approve }) };
  new Resource("parley:index:Release", "release", inputs, { dependsOn: uploaded });
}

const [manifest = "build/site.json"] = process.argv.slice(2);
const built = JSON.parse(readFileSync(manifest, "utf8")) as BuiltSite;
const stack = await LocalWorkspace.createOrSelectStack({
  projectName: "our-assistants",
  stackName: "production",
  program: async () => declareSite(built),
});
await stack.setConfig("parley:site", { value: built.site });
const { summary } = await stack.up({ onOutput: (line) => process.stdout.write(line) });
process.stdout.write(`${summary.result}: ${JSON.stringify(summary.resourceChanges)}\n`);
