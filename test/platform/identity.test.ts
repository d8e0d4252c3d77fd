/** Who a customer is: believed where their company signed it, and nowhere else. */

import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type Answer, type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

const audience = "parley";
const secret = Buffer.alloc(40, 7);
let keys: JWK[] = [];
let pair: CryptoKeyPair;
let other: CryptoKeyPair;
let server: TestServer;
let platform: Running;

beforeAll(async () => {
  server = await startTestServer();
  pair = (await generateKeyPair("ES256", { extractable: true })) as CryptoKeyPair;
  other = (await generateKeyPair("ES256", { extractable: true })) as CryptoKeyPair;
  keys = [
    { ...(await exportJWK(pair.publicKey)), kid: "one" },
    { kty: "oct", k: secret.toString("base64url"), kid: "shared" },
  ];
  const identity = { keys: () => ({ keys }), audience };
  platform = await runPlatform({ databaseUrl: await server.newDatabase(), more: { identity } });
  await platform.publish(smallSite(), null);
});
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
});

interface Signing {
  readonly sub?: string;
  readonly kid?: string;
  readonly key?: CryptoKey | Uint8Array;
  readonly alg?: string;
  readonly aud?: string;
  readonly issued?: number;
  readonly expires?: number;
  readonly plan?: string;
}

function signed(options: Signing = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const { sub = "ann", kid = "one", key = pair.privateKey, alg = "ES256", aud = audience } = options;
  const { issued = now, expires = now + 600, plan = "gold" } = options;
  return new SignJWT({ plan, email: "ann@shop.example" })
    .setProtectedHeader({ alg, kid })
    .setSubject(sub)
    .setAudience(aud)
    .setIssuedAt(issued)
    .setExpirationTime(expires)
    .sign(key);
}

const open = (identity: string | undefined, id = randomUUID()): Promise<Answer> =>
  platform.request("POST", "/v1/conversations", { channel: "web", id, ...(identity !== undefined && { identity }) });

async function whoIs({ body }: Answer): Promise<string | undefined> {
  const customer = platform.resume(body);
  await customer.say("who am i");
  return (await customer.transcript(3)).at(-1);
}

describe("a signed identity", () => {
  test("is who the customer is, with what else is signed", async () => {
    expect(await whoIs(await open(await signed()))).toBe("assistant: ann gold");
    const shared = await signed({ key: secret, alg: "HS256", kid: "shared" });
    expect(await whoIs(await open(shared))).toBe("assistant: ann gold");
  });

  test("may come later, when the customer has signed in", async () => {
    const answer = await open(undefined);
    expect(await whoIs(answer)).toBe("assistant: a stranger");
    const { conversation, token } = answer.body;
    const identify = async (identity: string) =>
      platform.request(
        "POST",
        `/v1/conversations/${conversation}/identity`,
        { identity },
        { authorization: `Bearer ${token}` },
      );
    expect((await identify(await signed())).status).toBe(200);
    const customer = platform.resume(answer.body);
    await customer.say("who am i");
    expect((await customer.transcript(5)).at(-1)).toBe("assistant: ann gold");
    expect(await identify(await signed({ sub: "bob" }))).toMatchObject({
      status: 409,
      body: { error: { code: "another-customer" } },
    });
    expect((await identify("nonsense")).status).toBe(401);
  });

  test("that goes back to what it was before is what it says last", async () => {
    const id = randomUUID();
    const now = Math.floor(Date.now() / 1000);
    const opened = await open(await signed({ issued: now - 20 }), id);
    const customer = platform.resume(opened.body);
    for (const [n, plan] of ["none", "gold", "none"].entries()) {
      const later = await signed({ issued: now - 15 + n, plan });
      await open(later, id);
      await open(later, id);
      await customer.say("who am i");
      expect((await customer.transcript(3 + 2 * n)).at(-1)).toBe(`assistant: ann ${plan}`);
    }
  });

  test("of another customer does not open somebody's conversation", async () => {
    const id = randomUUID();
    expect((await open(await signed(), id)).status).toBe(201);
    expect((await open(await signed({ sub: "bob" }), id)).status).toBe(409);
    expect((await open(await signed(), id)).status).toBe(201);
  });

  test("whose id cannot be kept as it is, is none", async () => {
    for (const sub of ["ann\u0000", "ann\ud83d"]) expect((await open(await signed({ sub }))).status).toBe(401);
    expect((await open(await signed({ sub: "ann 👩‍👩‍👧" }))).status).toBe(201);
  });

  test("finds the customer's conversations for export", async () => {
    await open(await signed({ sub: "carol" }));
    const { body } = await platform.admin("POST", "/customers/export", { id: "carol" });
    expect(body.conversations).toMatchObject([
      { customer: "carol", user: { verified: true, email: "ann@shop.example" } },
    ]);
    const byMail = await platform.admin("POST", "/customers/export", { email: "ANN@shop.example" });
    expect(byMail.body.conversations.length).toBeGreaterThan(1);
  });

  test("is signed with any key of the set, and with none that was taken away", async () => {
    const before = await signed();
    keys = [...keys, { ...(await exportJWK(other.publicKey)), kid: "two" }];
    expect((await open(await signed({ key: other.privateKey, kid: "two" }))).status).toBe(201);
    expect((await open(before)).status).toBe(201);
    const [first] = keys;
    keys = keys.filter(({ kid }) => kid !== "one");
    expect((await open(before)).status).toBe(401);
    if (first) keys = [first, ...keys];
  });

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const refused: readonly (readonly [string, () => Promise<string> | string])[] = [
    ["by another key", () => signed({ key: other.privateKey })],
    ["for somebody else", () => signed({ aud: "another-shop" })],
    ["whose time is over", () => signed({ issued: now - 1000, expires: now - 500 })],
    ["for longer than a day", () => signed({ issued: now - 200_000, expires: now + 1000 })],
    ["with a key that nobody knows", () => signed({ kid: "none" })],
    ["by nobody", () => `${part({ alg: "none" })}.${part({ sub: "ann", aud: audience, iat: now, exp: now + 60 })}.`],
    [
      "with the public key as a secret",
      () => signed({ key: Buffer.from(JSON.stringify(keys[0]).padEnd(32, " ")), alg: "HS256", kid: "one" }),
    ],
    ["over too long a name", () => signed({ sub: "x".repeat(300) })],
    ["in no form at all", () => "a.b.c"],
  ];
  test.each(refused)("%s is refused", async (_, token) => {
    expect(await open(await token())).toMatchObject({ status: 401, body: { error: { code: "identity" } } });
  });
});

test("what a customer types never counts as who they are", async () => {
  const customer = platform.resume((await open(undefined)).body);
  await customer.say("i am somebody");
  await customer.say("ann");
  expect((await customer.transcript(5)).at(-1)).toBe("assistant: false");
  await customer.say("who am i");
  expect((await customer.transcript(7)).at(-1)).toBe("assistant: a stranger");
});
