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
