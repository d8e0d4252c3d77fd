import { expect, test } from "vitest";
import { defaultLimits, isOwnAddress, meter, networkOf } from "#platform/http/limits.ts";

test("a minute's worth may come at once; then it comes back bit by bit", () => {
  let now = 0;
  const { take } = meter({ ...defaultLimits, addressOpens: 3 }, () => now);
  const ask = () => take("addressOpens", "192.0.2.1");
  expect([ask(), ask(), ask(), ask()]).toEqual([0, 0, 0, 20]);
  expect(take("addressOpens", "192.0.2.2")).toBe(0);
  now += 19_000;
  expect(ask()).toBe(1);
  now += 1_000;
  expect([ask(), ask()]).toEqual([0, 20]);
  now += 600_000;
  expect([ask(), ask(), ask(), ask()]).toEqual([0, 0, 0, 20]);
});

test("megabytes count by their number; more than a minute's worth at once counts as that", () => {
  let now = 0;
  const { take } = meter({ ...defaultLimits, addressMegabytes: 10 }, () => now);
  const send = (megabytes: number) => take("addressMegabytes", "192.0.2.1", megabytes);
  expect([send(7.5), send(2.5), send(1)]).toEqual([0, 0, 6]);
  now += 60_000;
  expect([send(25), send(1)]).toEqual([0, 6]);
});

test("whoever has many networks has them all in one: a /48 asks as much as 16 addresses, a /32 as 256", () => {
  const { takeFrom } = meter({ ...defaultLimits, addressOpens: 2 }, () => 0);
  const asked = (address: (n: number) => string, times: number) =>
    Array.from({ length: times }, (_, n) => takeFrom("addressOpens", address(n))).filter((wait) => wait === 0).length;
  expect(asked((n) => `2a00:1:2:${n.toString(16)}::1`, 100)).toBe(32);
  expect(asked((n) => `2a00:2:${n.toString(16)}::1`, 2000)).toBe(512);
  expect(asked(() => "2a00:3::1", 10)).toBe(2);
  expect(asked((n) => `192.0.2.${n}`, 100)).toBe(100);
});

test("nobody is forgotten who has used up what they may ask, from however many addresses others come", () => {
  const { takeFrom } = meter({ ...defaultLimits, addressOpens: 5 }, () => 0);
  const strangers = Array.from({ length: 5 }, () => takeFrom("addressOpens", "192.0.2.1"));
  expect([...strangers, takeFrom("addressOpens", "192.0.2.1")]).toEqual([0, 0, 0, 0, 0, 12]);
  for (let n = 0; n < 350_000; n += 1) {
    takeFrom("addressOpens", `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
  }
  expect(takeFrom("addressOpens", "192.0.2.1")).toBe(12);
});

test("this machine's own addresses are told from others", () => {
  expect(["127.0.0.1", "127.3.2.1", "::1", "::ffff:127.0.0.1"].every(isOwnAddress)).toBe(true);
  expect(["10.0.0.1", "128.0.0.1", "::2", "1.127.0.0"].some(isOwnAddress)).toBe(false);
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2a00:1:2:3:4:5:6:7", "2a00:1:2:3::/64"],
  ["2a00:0001:2:3::9", "2a00:1:2:3::/64"],
  ["2a00::9", "2a00:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
])("%s counts as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
