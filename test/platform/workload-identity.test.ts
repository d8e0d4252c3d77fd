/** Pipelines without a stored token: what a signer that stands for GitHub's signs, and what it does not. */

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { trustFrom } from "#cli/trust.ts";
import { workloadToken } from "#cli/workload-token.ts";
import { embeddedDriver } from "#drivers/embedded/driver.ts";
import type { Platform } from "#platform/serve.ts";
import { requestOf, site } from "../drivers/driver-suite.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { startForTests } from "./start.ts";

const audience = "https://chat.shop.example";
const production = "repo:acme/site:environment:production";
let server: TestServer;
let signer: Server;
let issuer: string;
let platform: Platform;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let strangers: typeof keys;

beforeAll(async () => {
  [keys, strangers] = await Promise.all([generateKeyPair("RS256"), generateKeyPair("RS256")]);
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: "one", alg: "RS256", use: "sig" };
  signer = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://signer");
    if (pathname === "/.well-known/jwks") return void response.end(JSON.stringify({ keys: [jwk] }));
    // What a job asks: `ACTIONS_ID_TOKEN_REQUEST_URL`, with a bearer of its own.
    if (request.headers.authorization !== "Bearer of-the-job") return void response.writeHead(401).end("{}");
    response.end(JSON.stringify({ value: await signed({ aud: searchParams.get("audience") ?? "" }) }));
  });
  await new Promise<void>((resolve) => signer.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(signer.address() as AddressInfo).port}`;
  server = await startTestServer();
  const trust = trustFrom({
    PARLEY_TRUST: `${production}=read+publish repo:acme/site:pull_request=read`,
    PARLEY_AUDIENCE: audience,
    PARLEY_TRUST_ISSUER: issuer,
  });
  platform = await startForTests({ databaseUrl: await server.newDatabase(), ...(trust && { trust }) });
});
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
  signer?.close();
});

interface Claims {
  readonly sub?: string;
  readonly aud?: string;
  readonly iss?: string;
  readonly exp?: string;
  readonly key?: CryptoKey;
}

function signed({ sub = production, aud = audience, iss = issuer, exp = "5m", key = keys.privateKey }: Claims) {
  return new SignJWT({ sub })
    .setProtectedHeader({ alg: "RS256", kid: "one" })
    .setIssuer(iss)
    .setAudience(aud)
    .setIssuedAt("-1h")
    .setExpirationTime(exp)
    .sign(key);
}

const read = async (token: string) =>
  (await fetch(`${platform.address}/admin/v1/live`, { headers: { authorization: `Bearer ${token}` } })).status;

test.each<[string, Claims, number]>([
  ["whom the operator trusts", {}, 200],
  ["somebody else's pipeline", { sub: "repo:evil/site:environment:production" }, 401],
  ["a token for another platform", { aud: "https://other.example" }, 401],
  ["a token that is over", { exp: "-5m" }, 401],
  ["another issuer", { iss: "https://issuer.example" }, 401],
])("%s", async (_name, claims, expected) => {
  expect(await read(await signed(claims))).toBe(expected);
});

test("another's signature, and none at all, are refused", async () => {
  expect(await read(await signed({ key: strangers.privateKey }))).toBe(401);
  const [, payload] = (await signed({})).split(".");
  const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  expect(await read(`${none}.${payload}.`)).toBe(401);
  expect(await read(`${none}.${payload}.x`)).toBe(401);
});

test("a pull request's pipeline reads, and publishes nothing", async () => {
  const { content } = site();
  const driver = embeddedDriver(platform.address, await signed({ sub: "repo:acme/site:pull_request" }));
  expect((await driver.readLive()).release).toBe(null);
  await expect(driver.release(requestOf(content, null))).rejects.toMatchObject({ status: 403 });
});

test("a job asks for its token itself, for this platform alone", async () => {
  const environment = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${issuer}/token?x=1`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of-the-job",
  };
  const token = workloadToken(audience, environment);
  expect((await embeddedDriver(platform.address, token ?? "").readLive()).release).toBe(null);
  const refused = workloadToken(audience, { ...environment, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of-nobody" });
  await expect(refused?.()).rejects.toThrow("GitHub gave no token");
  expect(workloadToken(audience, {})).toBe(null);
});

test.each([
  ["a scope that is none", { PARLEY_TRUST: "repo:a/b:ref:refs/heads/main=admin", PARLEY_AUDIENCE: audience }],
  ["a pattern", { PARLEY_TRUST: "repo:a/*=read", PARLEY_AUDIENCE: audience }],
  ["no audience", { PARLEY_TRUST: "repo:a/b:pull_request=read" }],
])("%s is no trust", (_name, environment) => {
  expect(() => trustFrom(environment)).toThrow(/PARLEY_/);
});
