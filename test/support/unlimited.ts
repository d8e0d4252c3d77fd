import type { Limits } from "#platform/http/limits.ts";

const none = Number.POSITIVE_INFINITY;

/** For a client that is many customers at one address. */
export const unlimited: Limits = {
  addressOpens: none,
  addressEvents: none,
  addressReads: none,
  addressMegabytes: none,
  addressTokens: none,
  channelOpens: none,
  customerOpens: none,
  conversationEvents: none,
  addressStreams: none,
  channelStreams: none,
  processStreams: none,
};
