import type { Guard } from './guards.ts'
import type { SeedReport, Violation } from './seed.ts'

/** The invariants in words, as docs/engine.md lists them. */
export const invariantsInWords: Readonly<Record<Violation['invariant'], string>> = {
  P1: "A job changes only by a save conditional on its version, computed by the planner's code.",
  P2: 'A decision is made only from the state just loaded or just saved, and acted on only after it was saved.',
  P3: 'A job that has not ended has a hint on its way or a `wakeAt`: somebody is always responsible.',
  P4: 'A step starts only when everything it needs has ended and its join allows it.',
  P5: 'At most one unexpired attempt owns a step and works once; attempt numbers only grow within an epoch; a late record changes nothing.',
  P6: 'A result is recorded at most once per attempt, by the run that claimed it, and never changes; a job counts one result per step and epoch, with the token its planner gave.',
  P7: 'An ended job never changes within its epoch and starts nothing.',
  P8: 'Nothing starts after cancel, after the deadline, while paused, or beyond the budget.',
  P9: 'Any message may be dropped, doubled, delayed or reordered: the final state is the same.',
  P10: 'A rule is decided once per epoch; the verdict keeps the values read and the paths that were missing.',
  P11: 'A rule that reads results is decided only after the steps before it have ended.',
  P12: 'A job reaches an end or a waiting state after finitely many decisions; its steps are bounded (1,000).',
  P13: 'What was acknowledged to a client is visible in the next read of that job.',
  stuck: 'Every job that was accepted comes to an end (P3, P12).',
}

/** What broke, the end of the trace, and the command that shows all of it again. */
export function renderFailure({ seed, violations, trace }: SeedReport, without?: Guard): string {
  const [first] = violations
  if (first === undefined) return `seed ${seed} breaks nothing`
  const guard = without === undefined ? '' : ` --without ${without}`
  return [
    `seed ${seed} breaks ${first.invariant}: ${first.text}`,
    `  ${invariantsInWords[first.invariant]}`,
    ...(violations.length > 1 ? [`  and ${violations.length - 1} more`] : []),
    '',
    ...trace.slice(-25),
    '',
    `  replay: npm run simulate -- --seed ${seed}${guard} --trace`,
  ].join('\n')
}
