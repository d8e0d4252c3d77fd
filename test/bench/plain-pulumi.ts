/**
 * The peer: Pulumi's Automation API as its documentation shows it, with resources that need no provider and do not
 * change. Its arguments: a folder for its state, the engine's folder (or nothing), `up` or `preview`, how many resources.
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import * as automation from "@pulumi/pulumi/automation/index.js";

const [folder = "", engineRoot = "", action = "up", count = "1"] = process.argv.slice(2);
const state = join(folder, "state");
mkdirSync(state, { recursive: true });

const stack = await automation.LocalWorkspace.createOrSelectStack(
  {
    projectName: "plain",
    stackName: "plain",
    program: async () => {
      for (let id = 0; id < Number(count); id += 1) new pulumi.ComponentResource("plain:index:Thing", `thing-${id}`);
    },
  },
  {
    pulumiHome: join(folder, "home"),
    projectSettings: { name: "plain", runtime: "nodejs", backend: { url: pathToFileURL(state).href } },
    envVars: { PULUMI_CONFIG_PASSPHRASE: "", PULUMI_SKIP_UPDATE_CHECK: "true" },
    ...(engineRoot !== "" && { pulumiCommand: await automation.PulumiCommand.get({ root: engineRoot }) }),
  },
);
await (action === "up" ? stack.up() : stack.preview());
