import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { exitCodes } from '../../src/cli/exit-codes.ts'
import { createProgram } from '../../src/cli/main.ts'
import { readEnv } from '../../src/env.ts'

const page = readFileSync('docs/cli.md', 'utf8')

/** Every command that does something, by its full name. */
function leaves(command: Command, name: string): [string, Command][] {
  if (command.commands.length === 0) return [[name, command]]
  return command.commands.flatMap((child) => leaves(child, `${name} ${child.name()}`))
}

const commands = leaves(createProgram({ env: readEnv({}) }), 'troupe')

/** The variables that the command line asks for, by asking it. */
function variablesRead(): string[] {
  const asked = new Set<string>()
  readEnv(new Proxy<Record<string, string>>({}, { get: (_, name) => void asked.add(String(name)) }))
  return [...asked]
}

describe('docs/cli.md', () => {
  it.each(commands)('has %s with its arguments and flags', (name, command) => {
    const usage = [
      name,
      ...command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`)),
    ]
    expect(page).toContain(`\`${usage.join(' ')}`)
    for (const { flags, hidden } of command.options) {
      // The graph's one form is written out.
      if (!hidden) expect(page, flags).toContain(flags.replace('<form>', 'mermaid'))
    }
  })

  it('has every exit code', () => {
    for (const code of Object.values(exitCodes)) expect(page).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'))
  })

  it.each(variablesRead().filter((name) => name !== 'TERM'))('has the variable %s', (name) => {
    expect(page).toContain(`\`${name}`)
  })
})

describe('the help of a command', () => {
  it.each(commands)('%s takes at most 34 lines beside its examples', (_name, command) => {
    expect(command.helpInformation().split('\n').length).toBeLessThanOrEqual(34)
  })
})
