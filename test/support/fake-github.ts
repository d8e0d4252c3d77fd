/**
 * GitHub's REST API for one repository, in memory, behind a real port: strict (each request and each answer is held
 * against GitHub's own description), with pages, ETags, permissions, and ill on demand as the real one is.
 */

import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { performInGit, showPulls } from "./fake-github-git.ts";
import { emptyState, type FakeState, nodeOf, perform, repository } from "./fake-github-operations.ts";
import { Refusal } from "./fake-github-refusal.ts";
import { type Operation, operationOf, requestFaults, responseFaults } from "./github-description.ts";

/**
 * How it fails: with an error of its own before or after it did what it was asked to, at its limits, or by closing the
 * line.
 */
export type Illness = "error-before" | "error-after" | "burst-limit" | "request-limit" | "hang-up";

export type Level = "read" | "write";

export interface FakeGitHubOptions {
  /** Logins by token. */
  readonly tokens: Readonly<Record<string, string>>;
  /** What a workflow's own token may do; everything, where it is left out. */
  readonly permissions?: Readonly<Record<string, Level>>;
  /** A bare repository that holds what is committed; where it is left out, it is kept in memory alone. */
  readonly bare?: string;
  /** Not for everybody to see. */
  readonly isPrivate?: true;
}

export interface FakeGitHub extends FakeState {
  readonly address: string;
  /** What was asked, `GET /repos/acme/site/pulls 200`, in order. */
  readonly log: string[];
  /** The next requests of an operation fail so. */
  fail(operation: string, ...illnesses: readonly Illness[]): void;
  stop(): Promise<void>;
}

/** The permission that each operation wants, as GitHub's manual lists them. */
const wanted: readonly (readonly [RegExp, string])[] = [
  [/\/issues\//, "pull-requests"],
  [/\/pulls/, "pull-requests"],
  [/\/check-runs/, "checks"],
  [/\/git\//, "contents"],
  [/\/actions\//, "actions"],
  [/\/environments\//, "actions"],
  // Every app has it.
  [/\/collaborators\//, "metadata"],
  // Of the organization: a workflow's own token never has it.
  [/\/orgs\//, "members"],
];

export async function fakeGitHub({ tokens, permissions, bare, isPrivate }: FakeGitHubOptions): Promise<FakeGitHub> {
  const state = { ...emptyState(), isPrivate: isPrivate === true };
  const log: string[] = [];
  const illnesses: { readonly operation: string; readonly illness: Illness }[] = [];
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      log.push(`${request.method} ${request.url} ${String(error)}`);
      send(response, 500, { message: `a fault in the fake: ${String(error)}` });
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://fake");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    const operation = operationOf(request.method ?? "", url.pathname);
    const isGraphql = request.method === "POST" && url.pathname === "/graphql";
    const illness = operation || isGraphql ? nextIllness(operation?.name ?? "POST /graphql") : null;
    const answer = (status: number, value: unknown, headers: Record<string, string> = {}): void => {
      log.push(`${request.method} ${url.pathname} ${status}`);
      send(response, status, value, headers);
    };
    if (illness === "hang-up") {
      log.push(`${request.method} ${url.pathname} hung up`);
      request.socket.destroy();
      return;
    }
    if (illness === "error-before") return answer(502, { message: "Server Error" });
    if (illness === "burst-limit") {
      const message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
      return answer(403, { message }, { "retry-after": "1" });
    }
    if (illness === "request-limit") {
      const reset = String(Math.floor(Date.now() / 1000));
      return answer(
        403,
        { message: "API rate limit exceeded for installation." },
        { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset },
      );
    }
    if (!operation && !isGraphql) return answer(404, { message: "Not Found" });
    const login = tokens[/^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? ""];
    if (login === undefined) return answer(401, { message: "Bad credentials" });
    if (!operation) return answer(200, graphql(body, login));
    if (!mayDo(operation, login)) return answer(403, { message: "Resource not accessible by integration" });
    const faults = requestFaults(operation, url.searchParams, body);
    if (faults.length > 0) return answer(422, { message: `Invalid request. ${faults.join("; ")}` });
    if ("owner" in operation.path && `${operation.path.owner}/${operation.path.repo}` !== repository) {
      return answer(404, { message: "Not Found" });
    }
    const given = (body ?? {}) as Readonly<Record<string, unknown>>;
    const inGit = bare === undefined ? undefined : performInGit(bare, state, operation, given);
    const done = inGit ?? perform(state, operation, url.searchParams, given, login);
    if (bare !== undefined && operation.name === "POST /repos/{owner}/{repo}/pulls") showPulls(bare, state);
    if (done instanceof Refusal) return answer(done.status, { message: done.message, errors: done.errors });
    if (illness === "error-after") return answer(502, { message: "Server Error" });
    const { value, link } = Array.isArray(done) ? page(done, url) : { value: done, link: "" };
    const wrong = operation.status === 204 ? [] : responseFaults(operation, value);
    if (wrong.length > 0) throw new Error(`${operation.name} answers wrongly: ${wrong.join("; ")}`);
    const etag = `"${createHash("sha256")
      .update(JSON.stringify(value ?? null))
      .digest("hex")}"`;
    const headers = { etag, ...(link !== "" && { link }) };
    if (request.method === "GET" && request.headers["if-none-match"] === etag) return answer(304, undefined, headers);
    answer(operation.status, operation.status === 204 ? undefined : value, headers);
  }

  function nextIllness(name: string): Illness | null {
    const index = illnesses.findIndex(({ operation }) => operation === name);
    return index < 0 ? null : (illnesses.splice(index, 1)[0]?.illness ?? null);
  }

  function mayDo({ name }: Operation, login: string): boolean {
    const what = wanted.find(([pattern]) => pattern.test(name))?.[1] ?? "contents";
    return may(login, what, name.startsWith("GET ") ? "read" : "write");
  }

  function may(login: string, what: string, level: Level): boolean {
    if (!login.endsWith("[bot]") || !permissions || (what === "metadata" && level === "read")) return true;
    const has = permissions[what];
    return level === "read" ? has !== undefined : has === "write";
  }

  /** The two questions that are asked of GraphQL. Each token may ask the first, an app's in a repository, too. */
  function graphql(body: unknown, login: string): object {
    const { query, variables } = body as { readonly query: string; readonly variables?: { readonly id?: string } };
    if (/^\s*(?:query\s*)?\{\s*viewer\s*\{\s*login\s*\}\s*\}\s*$/.test(query)) return { data: { viewer: { login } } };
    const asksOfComment =
      /^query \(\$id: ID!\) \{ node\(id: \$id\) \{ \.\.\. on IssueComment \{ lastEditedAt \} \} \}$/;
    if (!asksOfComment.test(query)) return { errors: [{ message: "the fake does not know this query" }] };
    const found = state.comments.find(({ id }) => nodeOf(id) === variables?.id);
    if (!found || !may(login, "pull-requests", "read")) {
      const message = `Could not resolve to a node with the global id of '${variables?.id}'.`;
      return { data: { node: null }, errors: [{ type: "NOT_FOUND", path: ["node"], message }] };
    }
    return { data: { node: { lastEditedAt: found.changed === undefined ? null : "2026-03-02T10:00:00Z" } } };
  }

  function page(all: readonly unknown[], url: URL): { readonly value: unknown; readonly link: string } {
    const size = Number(url.searchParams.get("per_page") ?? 30);
    const number = Number(url.searchParams.get("page") ?? 1);
    const next = new URL(`${address()}${url.pathname}${url.search}`);
    next.searchParams.set("page", String(number + 1));
    return {
      value: all.slice((number - 1) * size, number * size),
      link: number * size < all.length ? `<${next.href}>; rel="next"` : "",
    };
  }

  const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: address(),
    ...state,
    log,
    fail: (operation, ...those) => {
      for (const illness of those) illnesses.push({ operation, illness });
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function send(response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(value === undefined ? undefined : JSON.stringify(value));
}
