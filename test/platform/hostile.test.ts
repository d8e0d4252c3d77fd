/** What nobody should send: each is refused in the form of every error, with no word of how the platform is made. */

import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type Answer, type Customer, type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";
import { adminToken } from "./start.ts";

const allowed = "https://www.acme.example";
let server: TestServer;
let platform: Running;
let customer: Customer;

beforeAll(async () => {
  server = await startTestServer();
  platform = await runPlatform({ databaseUrl: await server.newDatabase() });
  await platform.publish(smallSite({ origins: [allowed] }), null);
  customer = await platform.open();
});
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
});

function expectProblem({ status, body }: Answer, wanted: number): void {
  expect([status, body]).toMatchObject([wanted, { error: { code: expect.any(String), message: expect.any(String) } }]);
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:|select |insert /);
}

/** Asks for a path as it is written: `fetch` would tidy it. */
function getRaw(path: string): Promise<Answer> {
  const { hostname, port } = new URL(platform.address);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text), headers: new Headers() });
      });
    });
    request.on("error", reject);
    request.end();
  });
}

const id = "an-id-of-enough-letters";
const open = { channel: "web", id };
const asJson = { "content-type": "application/json" };

describe("a body", () => {
  const text = { id, kind: "text", text: "hello" };
  const cases: readonly (readonly [string, "open" | "event", unknown, number])[] = [
    ["that is no JSON", "open", "{", 400],
    ["that is empty", "open", "", 400],
    ["of the wrong type", "open", [], 400],
    ["without what is needed", "open", { channel: "web" }, 400],
    ["with more than is known", "open", { ...open, admin: true }, 400],
    ["that reaches for a prototype", "open", `{"channel":"web","id":"${id}","__proto__":{"admin":true}}`, 400],
    ["with a number for a text", "open", { ...open, channel: 7 }, 400],
    ["with an id that is a path", "open", { ...open, id: "../../../../etc/passwd" }, 400],
    ["with a channel named like a method", "open", { ...open, channel: "constructor" }, 404],
    ["with a text of no letter", "event", { ...text, text: "" }, 400],
    ["with a text over 4096 letters", "event", { ...text, text: "x".repeat(4097) }, 400],
    [
      "with an event of the platform's own",
      "event",
      { id, kind: "called", call: "c1", result: { kind: "timeout" } },
      400,
    ],
    ["with an agent's event", "event", { id, kind: "agent", name: "Ann", text: "Hello" }, 400],
    ["with two events in one", "event", { ...text, option: "a" }, 400],
    ["over 64 KB", "event", { ...text, text: "x".repeat(70_000) }, 413],
  ];
  test.each(cases)("%s", async (_, to, body, status) => {
    const path = to === "open" ? "/v1/conversations" : `/v1/conversations/${customer.conversation}/events`;
    const headers = { ...asJson, authorization: `Bearer ${customer.token}` };
    expectProblem(await platform.request("POST", path, body, headers), status);
  });

  test("of another kind than JSON", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/octet-stream"]) {
      const answer = await platform.request("POST", "/v1/conversations", JSON.stringify(open), {
        "content-type": type,
      });
      expectProblem(answer, 415);
    }
  });

  test.each(["/v1/conversations", "/admin/v1/bodies"])(
    "of 10 MB, to %s, is refused before it is read",
    async (path) => {
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const headers = { ...asJson, "content-length": 10 * 1024 * 1024 };
        const request = httpRequest(platform.address + path, { method: "POST", headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        request.on("error", reject);
        request.write("[");
      });
      expect(status).toBe(path === "/v1/conversations" ? 413 : 401);
    },
  );
});

describe("a token", () => {
  test("of another conversation, or none, opens nothing", async () => {
    const other = await platform.open();
    for (const token of [other.token, "x", "", "' or 1=1 --"]) {
      const stranger = platform.resume({ conversation: customer.conversation, token });
      expectProblem(await stranger.say("hello"), 401);
      for (const path of ["messages", "stream"]) {
        const headers = { authorization: `Bearer ${token}` };
        expectProblem(
          await platform.request("GET", `/v1/conversations/${customer.conversation}/${path}`, undefined, headers),
          401,
        );
      }
    }
    expect(await customer.messages()).toHaveLength(1);
  });
});

describe("a path", () => {
  const paths: readonly (readonly [string, number])[] = [
    ["/v1/assets/..%2f..%2f..%2fetc/passwd", 404],
    ["/v1/assets/%2e%2e/%2e%2e", 404],
    [`/v1/assets/${"0".repeat(64)}/logo.svg`, 404],
    ["/chat/..%2f..%2fetc%2fpasswd", 404],
    ["/chat/__proto__", 404],
    ["/v1/channels/toString", 404],
    ["/v1/channels/%E0%A4%A", 400],
    ["/v1/channels/%00", 404],
    ["/v1/../../etc/passwd", 404],
    [`/v1/channels/${"x".repeat(300)}`, 414],
    ["/.env", 404],
    ["/v1", 404],
    ["/admin/v1/live", 401],
  ];
  test.each(paths)("%s answers %i", async (path, status) => {
    expectProblem(await getRaw(path), status);
  });
});

test.each([
  ["GET", "/agents/v1/conversations/%00"],
  ["POST", "/agents/v1/conversations/%00/claim"],
  ["GET", "/agents/v1/handoffs?brand=%00"],
  ["PUT", "/admin/v1/lease/%00"],
])("a zero byte in an address is refused, to whoever may ask: %s %s", async (method, path) => {
  const body = method === "POST" ? { id: "an-agents-word", agent: { id: "ann", name: "Ann" } } : undefined;
  const headers = { authorization: `Bearer ${adminToken}` };
  expectProblem(await platform.request(method, path, body, headers), 400);
});

test("states that are named twice are all meant", async () => {
  expect((await platform.agents("GET", "/handoffs?state=waiting&state=claimed")).status).toBe(200);
});

test("numbers that are none begin at the first line", async () => {
  for (const after of ["abc", "-1", "1e99", "9007199254740993", "1.5"]) {
    const headers = { authorization: `Bearer ${customer.token}` };
    const path = `/v1/conversations/${customer.conversation}/messages?after=${after}`;
    expect((await platform.request("GET", path, undefined, headers)).body.messages).toHaveLength(1);
  }
});

describe("a page of another origin", () => {
  const from = (origin: string) => (method: string, path: string, body?: unknown) =>
    platform.request(method, path, body, { origin });
  const allow = "access-control-allow-origin";

  test("that the channel lists may ask and speak", async () => {
    const ask = from(allowed);
    const preflight = await ask("OPTIONS", `/v1/conversations/${customer.conversation}/events`);
    expect([preflight.status, preflight.headers.get(allow)]).toEqual([204, allowed]);
    for (const answer of [await ask("GET", "/v1/channels/web"), await ask("POST", "/v1/conversations", open)]) {
      expect([answer.status < 300, answer.headers.get(allow)]).toEqual([true, allowed]);
    }
  });

  test.each(["https://evil.example", "null", "https://www.acme.example.evil.example"])("%s may not", async (origin) => {
    const ask = from(origin);
    const answers = [
      await ask("OPTIONS", "/v1/conversations"),
      await ask("GET", "/v1/channels/web"),
      await ask("POST", "/v1/conversations", open),
    ];
    for (const answer of answers) {
      expectProblem(answer, 403);
      expect(answer.headers.get(allow)).toBeNull();
    }
  });

  test("of the platform's own may, as everybody may who is no page", async () => {
    expect((await from(platform.address)("GET", "/v1/channels/web")).status).toBe(200);
  });
});

test("pages run no script but the platform's own", async () => {
  for (const path of ["/", "/chat/web"]) {
    const { status, headers } = await platform.request("GET", path);
    expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(headers.get("content-security-policy")).toContain("script-src 'self';");
  }
});
