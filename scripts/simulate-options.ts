import { parseArgs } from 'node:util'
import { type Guard, guards } from '../src/testing/simulation/guards.ts'

export interface SimulateOptions {
  readonly first: number
  readonly count: number
  readonly trace: boolean
  readonly without: Guard | undefined
}

/** What `npm run simulate` is asked for; undefined: help. Throws an error that says what cannot be understood. */
export function simulateOptions(args: string[]): SimulateOptions | undefined {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const { values } = parseArgs({ args, options: { seeds: text, seed: text, trace: flag, without: text, help: flag } })
  if (values.help === true) return undefined
  const count = values.seeds ?? (values.seed === undefined ? '1000' : '1')
  return {
    first: wholeNumber('--seed', values.seed ?? '1'),
    count: wholeNumber('--seeds', count),
    trace: values.trace === true,
    without: guardNamed(values.without),
  }
}

function wholeNumber(flag: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new Error(`${flag} wants a whole number from 1 to 999999999, and met ${JSON.stringify(text)}`)
}

function guardNamed(name: string | undefined): Guard | undefined {
  if (name === undefined || Object.hasOwn(guards, name)) return name as Guard | undefined
  throw new Error(`--without knows no guard ${name}; it knows ${Object.keys(guards).join(', ')}`)
}
