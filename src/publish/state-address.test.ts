import { expect, test } from "vitest";
import { isBackend, withoutAddress } from "#publish/state-address.ts";

test.each([
  ["postgres://ann:pw@db.example/pulumi", true],
  ["s3://bucket?region=eu-west-1", true],
  ["file:///var/state", true],
  ["https://api.pulumi.com", true],
  ["bucket", false],
  ["ftp://state.example", false],
  ["postgres://ann:p w@db.example/pulumi", false],
  ["", false],
])("%s is a backend: %j", (address, expected) => {
  expect(isBackend(address)).toBe(expected);
});

const address = "postgres://ann:hush@db.example/pulumi?sslmode=disable";

test.each([
  [
    `unable to open state database "${address}": refused`,
    'unable to open state database "(the state\'s address)": refused',
  ],
  ["cannot reach postgres://ann:hush@db.example/other", "cannot reach postgres://…@db.example/other"],
  ["cannot reach postgres://ann@db.example:5432", "cannot reach postgres://…@db.example:5432"],
  ["dial https://db.example/ann@x: refused", "dial https://db.example/ann@x: refused"],
  ["user=ann password=hush host=db", "user=ann password=… host=db"],
  ["GET https://store.example/x?sig=hush&v=1", "GET https://store.example/x?sig=…&v=1"],
])("%s", (said, told) => {
  expect(withoutAddress(said, address)).toBe(told);
});
