import { expect, test } from "vitest";
import { secretsFrom } from "#cli/secrets.ts";

const environment = {
  PARLEY_SECRETS: "SHOP@api.shop.example, CRM@crm.example:8443",
  SHOP: "s",
  CRM: "c",
  AWS_KEY: "never",
};

test.each<[string, string, string, string | undefined]>([
  ["a listed secret goes to its host", "SHOP", "api.shop.example", "s"],
  ["a port is part of the host", "CRM", "crm.example:8443", "c"],
  ["not to another port", "CRM", "crm.example", undefined],
  ["not to another host", "SHOP", "evil.example", undefined],
  ["no variable that is not listed", "AWS_KEY", "api.shop.example", undefined],
])("%s", (_name, secret, host, expected) => {
  expect(secretsFrom(environment)(secret, host)).toBe(expected);
});

test("without a list nothing goes anywhere", () => {
  expect(secretsFrom({ SHOP: "s" })("SHOP", "api.shop.example")).toBeUndefined();
});

test("an entry of another form is refused", () => {
  expect(() => secretsFrom({ PARLEY_SECRETS: "SHOP=https://x" })).toThrow("not NAME@host");
});
