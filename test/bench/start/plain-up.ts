/** The peer: Pulumi's Automation API as its documentation shows it, with one resource that has not changed. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import * as automation from "@pulumi/pulumi/automation/index.js";

const [folder = "", engineRoot = ""] = process.argv.slice(2);
const state = join(folder, "state");
mkdirSync(state, { recursive: true });

const stack = await automation.LocalWorkspace.createOrSelectStack(
  {
    projectName: "plain",
    stackName: "plain",
    program: async () => void new pulumi.ComponentResource("plain:index:Thing", "thing"),
  },
  {
    pulumiHome: join(folder, "home"),
    projectSettings: { name: "plain", runtime: "nodejs", backend: { url: pathToFileURL(state).href } },
    envVars: { PULUMI_CONFIG_PASSPHRASE: "", PULUMI_SKIP_UPDATE_CHECK: "true" },
    ...(engineRoot !== "" && { pulumiCommand: await automation.PulumiCommand.get({ root: engineRoot }) }),
  },
);
await stack.up();
