import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { identityFrom, limitsFrom, proxiesFrom } from "#cli/customer-settings.ts";
import { Failure } from "#cli/failure.ts";
import { defaultLimits } from "#platform/http/limits.ts";

test("limits are the usual ones but for those that are named", () => {
  expect(limitsFrom({})).toEqual(defaultLimits);
  expect(limitsFrom({ PARLEY_LIMITS: "address-opens=600, channel-opens=none" })).toEqual({
    ...defaultLimits,
    addressOpens: 600,
    channelOpens: Number.POSITIVE_INFINITY,
  });
});

test.each(["opens=3", "address-opens", "address-opens=0", "address-opens=-1", "constructor=1"])(
  "%s is no limit",
  (entry) => {
    expect(() => limitsFrom({ PARLEY_LIMITS: entry })).toThrow(Failure);
  },
);

test("proxies are those that are named", () => {
  expect(proxiesFrom({})).toBeNull();
  const trusts = proxiesFrom({ PARLEY_PROXIES: "10.0.0.7, 10.1.0.0/16" });
  expect(["10.0.0.7", "::ffff:10.1.2.3"].every((address) => trusts?.(address, 0))).toBe(true);
  expect(["10.0.0.8", "127.0.0.1", "2a00::1"].some((address) => trusts?.(address, 0))).toBe(false);
  for (const list of ["10.0.0.0/33", "proxy.internal"]) {
    expect(() => proxiesFrom({ PARLEY_PROXIES: list })).toThrow(Failure);
  }
});

test("keys come from an https address or a file", () => {
  expect(identityFrom({})).toBeNull();
  const url = "https://shop.example/keys";
  expect(identityFrom({ PARLEY_IDENTITY_KEYS: url })).toEqual({ keys: new URL(url), audience: "parley" });
  const folder = mkdtempSync(join(tmpdir(), "parley-keys-"));
  try {
    const file = join(folder, "keys.json");
    writeFileSync(file, '{"keys": []}');
    const trust = identityFrom({ PARLEY_IDENTITY_KEYS: file, PARLEY_IDENTITY_AUDIENCE: "chat" });
    expect(trust?.audience).toBe("chat");
    expect(typeof trust?.keys === "function" && trust.keys()).toEqual({ keys: [] });
    writeFileSync(file, "[]");
    expect(() => identityFrom({ PARLEY_IDENTITY_KEYS: file })).toThrow(Failure);
  } finally {
    rmSync(folder, { recursive: true });
  }
  for (const place of ["http://shop.example/keys", "/nowhere/keys.json"]) {
    expect(() => identityFrom({ PARLEY_IDENTITY_KEYS: place })).toThrow(Failure);
  }
});
