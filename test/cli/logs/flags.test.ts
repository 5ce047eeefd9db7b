import { Command } from 'commander'
import { expect, test } from 'vitest'
import { registerLogs } from '../../../src/cli/logs.ts'
import { readEnv } from '../../../src/env.ts'

/** As main.ts makes it, as far as flags go. */
function parse(...args: string[]): Promise<unknown> {
  const program = new Command().exitOverride().configureOutput({ outputError: () => undefined })
  registerLogs(program, { env: readEnv({}) })
  return program.parseAsync(['logs', ...args], { from: 'user' })
}

test.each([
  ['a time that is none', ['--since', 'soon'], /Write it like 15m, 2h or 2026-01-31T08:00:00Z/],
  ['a stage and a folder of this machine', ['--stage', 'dev', '--data', 'x'], /cannot be used with option/],
  ['two sources', ['planner', 'api'], /too many arguments/],
])('logs refuses %s', async (_, args, message) => {
  await expect(parse(...args)).rejects.toThrow(message)
})
