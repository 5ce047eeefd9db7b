import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 10_000,
    // Two cores: process tests (test/process) bring their own children.
    maxWorkers: 2,
  },
})
