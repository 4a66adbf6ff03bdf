import { defineConfig } from 'vitest/config';

/** Set by scripts/test.mjs, which counts the tests from the report. */
const reportPath = process.env.LIFELINE_TEST_REPORT;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real sockets and explorations get room; a test that needs more says so itself.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    teardownTimeout: 5_000,
    // Processes rather than threads: tests of the broker listen, spawn and receive signals.
    pool: 'forks',
    maxWorkers: 2,
    // Without a terminal every test is named when it ends, so that a log shows where a run has got to.
    reporters: [
      process.stdout.isTTY ? 'default' : 'verbose',
      ...(reportPath ? [['json', { outputFile: reportPath }] as ['json', object]] : []),
    ],
  },
});
