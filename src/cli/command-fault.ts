import { hintOf, messageOf } from '../core/errors/catalogue.ts'
import { Fault, type Finding } from '../core/fault.ts'

/** A finding in words. */
export interface ShownFinding {
  readonly code: string
  readonly level: 'error' | 'warning'
  readonly message: string
  readonly hint?: string
  readonly at?: Finding['at']
}

/** An error in words: what a command shows, and with `--json` its one document. */
export interface ShownFault {
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly at?: string
  readonly findings?: readonly ShownFinding[]
}

/** An error that came in words already, from a server. Thrown inside a command it is shown like a fault. */
export class CommandFault extends Error {
  override readonly name = 'CommandFault'
  readonly shown: ShownFault

  constructor(shown: ShownFault) {
    super(shown.message)
    this.shown = shown
  }
}

/** Everything that a command can throw, in words; what is neither fault nor command fault is `INTERNAL`. */
export function showFault(thrown: unknown): ShownFault {
  if (thrown instanceof CommandFault) return thrown.shown
  if (!(thrown instanceof Fault)) return showInternal(thrown)
  const { code, message, hint, at, findings } = thrown
  return {
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(at === undefined ? {} : { at }),
    ...(findings.length === 0 ? {} : { findings: findings.map(showFinding) }),
  }
}

export function showFinding({ code, level, at, args }: Finding): ShownFinding {
  const hint = hintOf(code, args)
  return {
    code,
    level,
    message: messageOf(code, args),
    ...(hint === undefined ? {} : { hint }),
    ...(at === undefined ? {} : { at }),
  }
}

function showInternal(thrown: unknown): ShownFault {
  const problem = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
  const message = messageOf('INTERNAL', { problem: problem.split('\n', 1)[0] ?? '' })
  return { code: 'INTERNAL', message, hint: 'Report it with the command and the lines above' }
}
