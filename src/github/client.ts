/**
 * GitHub's REST API for one repository, patiently: what fails on its side is tried again, its limits are waited for
 * where the wait is short, and what was read once is asked for again only if it changed. The token goes into one
 * header, and nowhere else.
 */

import { Octokit, RequestError } from "octokit";

export interface GitHub {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
}

export interface GitHubOptions {
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
  /** `https://api.github.com`, or where a GitHub Enterprise Server has it. */
  readonly apiUrl: string;
  readonly report: (line: string) => void;
  /** What people will read on GitHub, with nothing in it that nobody is to read. */
  readonly withoutSecrets: (text: string) => string;
  /** How long a second of waiting is, in milliseconds: tests have no time. */
  readonly second?: number;
}

/** A longer wait than this belongs to a later run. */
const longestWait = 300;
const mostTries = 3;

export function gitHub({ repository, token, apiUrl, report, withoutSecrets, second = 1000 }: GitHubOptions): GitHub {
  const [owner = "", repo = ""] = repository.split("/");
  const wait =
    (what: string) =>
    (seconds: number, _options: unknown, _octokit: unknown, tries: number): boolean => {
      const waits = seconds <= longestWait && tries < mostTries;
      report(`GitHub's ${what} is reached: ${waits ? `trying again in ${seconds} s` : `it is over in ${seconds} s`}`);
      return waits;
    };
  const octokit = new Octokit({
    auth: token,
    baseUrl: apiUrl.replace(/\/$/, ""),
    userAgent: "parley",
    log: { debug: () => {}, info: () => {}, warn: report, error: () => {} },
    retry: { retries: mostTries, retryAfterBaseValue: second },
    throttle: {
      id: `${apiUrl} ${repository}`,
      retryAfterBaseValue: second,
      onRateLimit: wait("limit of requests"),
      onSecondaryRateLimit: wait("limit for bursts"),
      write: paced(second),
      notifications: paced(3 * second),
    },
  });
  rememberAnswers(octokit);
  hideSecrets(octokit, withoutSecrets);
  return { octokit, owner, repo };
}

/** One after another, so far apart: what GitHub asks of those who write. In the shape that Octokit's throttling knows. */
function paced(gap: number): object {
  let next = 0;
  const schedule = async <T>(_options: unknown, work: () => Promise<T>): Promise<T> => {
    const wait = Math.max(next - Date.now(), 0);
    next = Date.now() + wait + gap;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    return work();
  };
  return { key: () => ({ schedule }) };
}

/** An answer that did not change costs GitHub nothing, and does not count towards its limit. */
function rememberAnswers(octokit: Octokit): void {
  type Answer = Awaited<ReturnType<typeof octokit.request>>;
  const known = new Map<string, { readonly etag: string; readonly answer: Answer }>();
  octokit.hook.wrap("request", async (request, options) => {
    if (options.method !== "GET") return request(options);
    const { url } = octokit.request.endpoint(options);
    const before = known.get(url);
    if (before) options.headers["if-none-match"] = before.etag;
    try {
      const answer = (await request(options)) as Answer;
      if (answer.headers.etag) known.set(url, { etag: answer.headers.etag, answer });
      return answer;
    } catch (error) {
      if (before && statusOf(error) === 304) return before.answer;
      throw error;
    }
  });
}

/** Of a request, at whatever depth: what stands on a page of GitHub's. */
const shownFields: ReadonlySet<string> = new Set(["body", "title", "summary", "text", "message"]);
/** What a comment of ours is known by: whatever a secret is, it stays. */
const ownMark = /^(?:<!-- parley:[a-z-]+ -->\n)?/;

/** In all that is sent but commits, which are the site's files. */
function hideSecrets(octokit: Octokit, withoutSecrets: (text: string) => string): void {
  const hidden = (value: unknown, isShown: boolean): unknown => {
    if (typeof value === "string") {
      const [mark = ""] = ownMark.exec(value) ?? [];
      return isShown ? `${mark}${withoutSecrets(value.slice(mark.length))}` : value;
    }
    if (Array.isArray(value)) return value.map((each) => hidden(each, isShown));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hidden(each, shownFields.has(key))]));
  };
  octokit.hook.before("request", (options) => {
    if (options.url.includes("/git/")) return;
    const { headers, request, mediaType, ...sent } = options;
    Object.assign(options, hidden(sent, false));
  });
}

/** What GitHub answered instead; null: it did not answer, or the error is another one. */
export function statusOf(error: unknown): number | null {
  if (error instanceof RequestError) return error.status;
  // GraphQL's errors come with a status that says nothing.
  return error instanceof Error && error.name === "GraphqlResponseError" ? 200 : null;
}

/** Whether GitHub may have done what it was asked to, though it answered with an error of its own. */
export function isUnclear(error: unknown): boolean {
  return (statusOf(error) ?? 0) >= 500;
}

/** No second try by itself: what was asked for may have been done, and must not be done twice. */
export const once = { request: { retries: 0 } } as const;
