/**
 * That a publish waits for the site's windows, written where the next look at them finds it again. It says when they were
 * thought to open, for people; whether they are open is seen anew.
 */

import type { Plan } from "#plan/plan.ts";

export function waitingText({ environment, effect }: Pick<Plan, "environment" | "effect">): string {
  return `<!-- parley:waits ${environment} ${effect} -->`;
}

/** Whether the text says that a publish to this environment waits. */
export function saysWaiting(text: string, environment: string): boolean {
  return /<!-- parley:waits (\S+) [0-9a-f]{64} -->/.exec(text)?.[1] === environment;
}
