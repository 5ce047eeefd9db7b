import { Fault } from '../core/fault.ts'
import { exitCodes } from './exit-codes.ts'
import type { Output } from './output.ts'

/** Asks on the terminal, and no is what Enter means; without one throws `CLI_INPUT_NEEDED`. Ctrl-C ends with 130. */
export async function askYes(output: Output, { message, flag }: { message: string; flag: string }): Promise<boolean> {
  if (!output.canAsk || output.json) throw new Fault('CLI_INPUT_NEEDED', { what: 'A yes to the change', flag })
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({ message, initialValue: false, output: process.stderr })
  if (isCancel(answer)) process.exit(exitCodes.interrupted)
  return answer
}
