import { formatDurationMs } from '../../core/duration.ts'
import type { OutputStream } from '../output.ts'
import { createLiveArea } from '../terminal/live-area.ts'
import { styledLine } from '../terminal/styled-line.ts'

export interface SeedProgress {
  /** Told how many seeds are done. */
  readonly done: (count: number) => void
  /** The area is not drawn any more. */
  readonly end: () => void
  /** Says how many seeds were run in which time. */
  say(): void
}

/** Redrawn at most so often. */
const everyMs = 100

/** How far the simulation is: a line that changes on a terminal, nothing in between elsewhere. */
export function seedProgress(stderr: OutputStream, wanted: number): SeedProgress {
  const startedAt = performance.now()
  const area = createLiveArea(stderr)
  let [count, drawnAt, elapsedMs] = [0, startedAt, 0]
  return {
    done(seeds) {
      count = seeds
      const now = performance.now()
      if (!stderr.isTerminal || now - drawnAt < everyMs) return
      drawnAt = now
      const text = `seed ${count} of ${Math.max(wanted, count)}, ${rateOf(count, now - startedAt)}`
      area.draw([styledLine([[text, 'dim']], { width: stderr.columns - 1, color: stderr.color })])
    },
    end() {
      elapsedMs = performance.now() - startedAt
      if (drawnAt !== startedAt) area.draw([])
      area.close()
    },
    say: () => stderr.write(`${count} seeds in ${formatDurationMs(elapsedMs)}, ${rateOf(count, elapsedMs)}\n`),
  }
}

function rateOf(count: number, ms: number): string {
  return `${Math.round(count / Math.max(0.001, ms / 1_000))} a second`
}
