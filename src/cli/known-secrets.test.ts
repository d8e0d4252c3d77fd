import { expect, test, vi } from "vitest";
import { keepSecret, withoutSecrets } from "#cli/known-secrets.ts";

test.each<[string, string, string]>([
  ["PARLEY_TOKEN", "plain-token", "a plain-token b"],
  ["PARLEY_READ_TOKEN", "plain-token", 'Bearer plain-token"'],
  ["PARLEY_PREVIEW_TOKEN", "plain-token", "plain-tokenplain-token"],
  ["GITHUB_TOKEN", "ghs_x1", "ghs_x1"],
  ["PULUMI_CONFIG_PASSPHRASE", 'with "quotes"', 'with "quotes", or {"a":"with \\"quotes\\""}'],
  ["PULUMI_BACKEND_URL", "postgres://ann:hunter2pass@db/state", "no entry for ann: hunter2pass"],
])("%s is told to nobody", (name, value, text) => {
  vi.stubEnv(name, value);
  expect(withoutSecrets(text)).not.toMatch(/plain-token|ghs_x1|quotes|hunter2pass/);
  expect(withoutSecrets(text)).toContain("***");
  vi.unstubAllEnvs();
  expect(withoutSecrets(text)).toBe(text);
});

test("nor is what the operator names, nor what was read from elsewhere", () => {
  vi.stubEnv("PARLEY_SECRETS", "SHOP_KEY@api.shop.example");
  vi.stubEnv("SHOP_KEY", "the-shop's-key");
  vi.stubEnv("OTHER", "an-ordinary-word");
  keepSecret("of-another-name");
  expect(withoutSecrets("the-shop's-key, of-another-name, an-ordinary-word")).toBe("***, ***, an-ordinary-word");
  vi.unstubAllEnvs();
});

test("a short value is a word as any other, and a longer one goes before what it begins with", () => {
  vi.stubEnv("PARLEY_TOKEN", "short");
  vi.stubEnv("GITHUB_TOKEN", "abcdef");
  vi.stubEnv("PARLEY_READ_TOKEN", "abcdefghij");
  expect(withoutSecrets("short abcdefghij abcdef")).toBe("short *** ***");
  vi.unstubAllEnvs();
});
