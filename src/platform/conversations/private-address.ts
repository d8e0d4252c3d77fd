/** Addresses that lead into the operator's own network, or nowhere: whoever writes a workflow must not reach them. */

import { BlockList, isIP } from "node:net";

const inner = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  // Link-local: where clouds keep a machine's credentials.
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  inner.addSubnet(net, prefix, "ipv4");
}
// Of IPv6, what is routed on the internet is all in one block.
const routed = new BlockList();
routed.addSubnet("2000::", 3, "ipv6");
const ipv6Inner = new BlockList();
for (const [net, prefix] of [
  // Protocols and tunnels: 6to4 and Teredo carry any IPv4 address.
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  ipv6Inner.addSubnet(net, prefix, "ipv6");
}

/** Whether an IP address is anything but one of the internet's. What is no address counts as private. */
export function isPrivateAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return inner.check(address, "ipv4");
    case 6: {
      const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
      if (mapped !== undefined) return isPrivateAddress(mapped);
      return !routed.check(address, "ipv6") || ipv6Inner.check(address, "ipv6");
    }
    default:
      return true;
  }
}
