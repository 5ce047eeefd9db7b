import { maxInlineBytes } from '../../core/payload.ts'
import type { Random } from './random.ts'
import type { SimulatedSubmission } from './seed.ts'

/** One to four jobs; some large, some delayed, some with a deadline of their own. */
export function randomSubmissions(random: Random, steady: boolean): SimulatedSubmission[] {
  return Array.from({ length: random.pick([1, 2, 2, 3, 4]) }, (_, n) => ({
    input: {
      n,
      ...(random.chance(0.3) ? { text: 'words' } : {}),
      ...(random.chance(0.1) ? { filling: 'x'.repeat(maxInlineBytes) } : {}),
    },
    ...(random.chance(0.15) ? { delayMs: random.pick([5_000, 90_000, 1_200_000]) } : {}),
    ...(!steady && random.chance(0.1) ? { deadlineMs: random.pick([15_000, 120_000]) } : {}),
  }))
}
