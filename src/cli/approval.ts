/** A yes from the command line: `--approve EFFECT`, with the approved plan beside it where there is one. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "#cli/failure.ts";
import type { Approval } from "#plan/approval.ts";

export const approvalOptions = {
  approve: { type: "string" },
  approver: { type: "string", multiple: true },
  plan: { type: "string" },
} as const;

export interface ApprovalValues {
  readonly approve?: string | undefined;
  readonly approver?: readonly string[] | undefined;
  readonly plan?: string | undefined;
}

/** Null: nobody said yes to anything. Throws `Failure`. */
export function approvalOf({ approve, approver = [], plan }: ApprovalValues): Approval | null {
  const approvers = [...new Set(approver)];
  if (approvers.length > 0 && approve === undefined && plan === undefined) {
    throw new Failure(
      `"${approvers.join(", ")}" said yes to nothing that is named`,
      "say to which effect: --approve EFFECT, or --plan FILE",
    );
  }
  if (plan !== undefined) {
    const approved = readPlan(plan);
    if (approve !== undefined && !approved.effect.startsWith(approve)) {
      throw new Failure(`the plan in ${plan} has another effect than ${approve}`, "approve one and the same plan");
    }
    return { ...approved, approvers };
  }
  if (approve === undefined) return null;
  if (!/^[0-9a-f]{12,64}$/.test(approve)) {
    throw new Failure(`"${approve}" is no effect`, "an effect is 12 to 64 hexadecimal digits: see parley plan");
  }
  return { effect: approve, approvers, changes: null };
}

/** A plan as `parley plan --format json` prints it. */
function readPlan(file: string): Pick<Approval, "effect"> & { readonly changes: NonNullable<Approval["changes"]> } {
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), file);
  let plan: unknown;
  try {
    plan = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Failure(`the plan in ${file} cannot be read: ${(error as Error).message}`, notAPlan);
  }
  const { effect, changes } = (plan ?? {}) as { readonly effect?: unknown; readonly changes?: unknown };
  if (typeof effect !== "string" || !/^[0-9a-f]{64}$/.test(effect) || !Array.isArray(changes)) {
    throw new Failure(`${file} holds no plan`, notAPlan);
  }
  return { effect, changes: changes as NonNullable<Approval["changes"]> };
}

const notAPlan = "write it with parley plan --format json";
