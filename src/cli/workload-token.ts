/** A signed word of GitHub's on who runs this job, in place of a stored token; asked for anew before it is over. */

import { Failure } from "#cli/failure.ts";
import { keepSecret } from "#cli/known-secrets.ts";

/** GitHub's tokens last five minutes at least; one is used for four. */
const freshMs = 4 * 60_000;

/** Null: this is no GitHub job that may ask for one (`permissions: id-token: write`). */
export function workloadToken(
  audience: string,
  environment: Readonly<Record<string, string | undefined>>,
): (() => Promise<string>) | null {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = environment;
  if (!url || !bearer) return null;
  let known: { readonly token: string; readonly at: number } | null = null;
  return async () => {
    if (known && performance.now() - known.at < freshMs) return known.token;
    const asked = new URL(url);
    asked.searchParams.set("audience", audience);
    const failed = (why: string) =>
      new Failure(`GitHub gave no token for ${audience}: ${why}`, "see the job's permissions: id-token: write");
    const response = await fetch(asked, {
      headers: { authorization: `Bearer ${bearer}` },
      signal: AbortSignal.timeout(20_000),
    }).catch((error: unknown) => {
      throw failed(error instanceof Error ? error.message : String(error));
    });
    const { value } = ((await response.json().catch(() => ({}))) ?? {}) as { readonly value?: unknown };
    if (!response.ok || typeof value !== "string") throw failed(`status ${response.status}`);
    keepSecret(value);
    known = { token: value, at: performance.now() };
    return value;
  };
}
