import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    pool: "threads",
    globalSetup: "test/scanner.ts",
    // Integration tests start Go builds, which use every core themselves.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/integration/**"],
          // Some tests run hundreds of cases, while Go builds of others use every core.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          // A first Go build may have to compile the standard library.
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
