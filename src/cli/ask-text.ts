import { Fault } from '../core/fault.ts'
import { exitCodes } from './exit-codes.ts'
import type { Output } from './output.ts'

export interface Question {
  /** What is missing: `The input`. */
  readonly what: string
  /** How to give it without being asked. */
  readonly flag: string
}

/** Asks for one line on the terminal; without one throws `CLI_INPUT_NEEDED`. Ctrl-C ends the process with 130. */
export async function askText(output: Output, { what, flag }: Question): Promise<string> {
  if (!output.canAsk || output.json) throw new Fault('CLI_INPUT_NEEDED', { what, flag })
  const { isCancel, text } = await import('@clack/prompts')
  const answer = await text({ message: `${what} (${flag})`, output: process.stderr })
  if (isCancel(answer)) process.exit(exitCodes.interrupted)
  return answer
}
