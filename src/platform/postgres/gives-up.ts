/**
 * A database's host that is gone says nothing any more: who waits for its answer must hear in the end that there is
 * none, and ask whoever took its place. By our own clock: a server that is told to stop waiting for its standby says
 * that it has written what it may lose.
 */
export const givesUp = { connectionTimeoutMillis: 10_000, query_timeout: 15_000, keepAlive: true };
