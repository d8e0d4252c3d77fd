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

/** Declares the site's bodies, and the release that makes them live. */
export function declareSite(manifest: string): void {
  const { bodies, release } = JSON.parse(readFileSync(manifest, "utf8")) as BuiltSite;
  const uploaded = bodies.map(
    ({ kind, id, digest, file, assets }) =>
      new Resource(`parley:index:${types[kind]}`, `${kind}-${id}-${digest.slice(0, 12)}`, {
        name: id,
        digest,
        source: new pulumi.asset.FileAsset(file),
        assets: assets.map((path) => new pulumi.asset.FileAsset(path)),
      }),
  );
  new Resource("parley:index:Release", "release", { content: JSON.stringify(release) }, { dependsOn: uploaded });
}

const [manifest = "build/site.json"] = process.argv.slice(2);
const stack = await LocalWorkspace.createOrSelectStack({
  projectName: "our-assistants",
  stackName: "production",
  program: async () => declareSite(manifest),
});
const { summary } = await stack.up({ onOutput: (line) => process.stdout.write(line) });
process.stdout.write(`${summary.result}: ${JSON.stringify(summary.resourceChanges)}\n`);
