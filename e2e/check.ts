import type { Report } from './report.ts'

/** One thing that must be so in the cloud. It has passed when what was met reads as what was expected. */
export interface Check<Context> {
  readonly title: string
  readonly expected: string
  meet(context: Context): Promise<string | Met>
}

export interface Met {
  readonly met: string
  /** Worth knowing, and no matter of right or wrong: how long it took. */
  readonly figure?: string
}

export interface Tally {
  readonly passed: number
  readonly failed: number
}

interface Round<Context> {
  readonly context: Context
  readonly report: Report
  /** When it aborts, what is left has failed. */
  readonly signal: AbortSignal
}

/** Carries out the checks one after another. One that throws has failed, and says why. */
export async function runChecks<Context>(
  checks: readonly Check<Context>[],
  { context, report, signal }: Round<Context>,
): Promise<Tally> {
  let passed = 0
  for (const check of checks) {
    const startedAt = performance.now()
    const { met, figure } = await outcomeOf(() => check.meet(context), signal)
    const took = `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`
    const isPassed = met === check.expected
    if (isPassed) passed += 1
    report.say(`${isPassed ? 'pass' : 'FAIL'}  ${check.title}  (${figure === undefined ? took : `${figure}; ${took}`})`)
    report.say(`      expected  ${check.expected}`)
    report.say(`      met       ${met}`)
  }
  return { passed, failed: checks.length - passed }
}

async function outcomeOf(meet: () => Promise<string | Met>, signal: AbortSignal): Promise<Met> {
  try {
    signal.throwIfAborted()
    const met = await Promise.race([abortOf(signal), meet()])
    return typeof met === 'string' ? { met } : met
  } catch (error) {
    return { met: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
  }
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason), { once: true }))
}
