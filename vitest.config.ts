import { defineConfig } from "vitest/config";

// The `source` condition makes `#room/file.ts` mean `src/room/file.ts`; without it a stale `dist` would be tested.
export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    // Tests wait for other processes more than they work: one processor left out would be one that does nothing.
    maxWorkers: "100%",
    setupFiles: ["test/support/seed.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes, or does not: how soon says more of the machine than of the code.
    expect: { poll: { timeout: 30_000 } },
  },
});
