import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 15_000,
    // Two cores; tests with processes and threads bring their own.
    maxWorkers: 2,
    // Files share what they import: no test changes a module, and loading each module anew is a third of the time.
    isolate: false,
    reporters: ['default', ['json', { outputFile: '.vitest/report.json' }]],
  },
})
