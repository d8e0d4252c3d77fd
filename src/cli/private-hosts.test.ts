import { expect, test } from "vitest";
import { Failure } from "#cli/failure.ts";
import { privateHostsFrom } from "#cli/private-hosts.ts";

test("only what the operator lists, as it is listed", () => {
  const allows = privateHostsFrom({ PARLEY_PRIVATE_HOSTS: "shop.internal, 10.1.2.3:8080 [::1]:9000" });
  expect(["shop.internal", "10.1.2.3:8080", "[::1]:9000"].map(allows)).toEqual([true, true, true]);
  expect(["shop.internal:81", "10.1.2.3", "10.1.2.3:80", "localhost"].map(allows)).toEqual(Array(4).fill(false));
});

test("a secret's host counts where it is plainly this network's, and not by its name", () => {
  const allows = privateHostsFrom({ PARLEY_SECRETS: "A@127.0.0.1:4010 B@shop.example C@localhost:80 D@[::1]:1" });
  expect(["127.0.0.1:4010", "localhost:80", "[::1]:1", "shop.example"].map(allows)).toEqual([true, true, true, false]);
});

test.each(["http://shop.internal", "shop.internal/path", "a@b", "10.0.0.0/8"])("%s is no host", (entry) => {
  expect(() => privateHostsFrom({ PARLEY_PRIVATE_HOSTS: entry })).toThrow(Failure);
});
