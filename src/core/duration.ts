const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * Milliseconds of a duration as agents.yaml and the CLI write it: a number is seconds, text takes `500ms 30s 5m 2h 7d`.
 * Undefined for anything else, a negative one, or one beyond 365 days.
 */
export function parseDurationMs(written: unknown): number | undefined {
  if (typeof written === 'number') return within(written * 1_000)
  if (typeof written !== 'string') return undefined
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(written.trim())
  if (match === null) return undefined
  return within(Number(match[1]) * unitMs[match[2] as keyof typeof unitMs])
}

function within(ms: number): number | undefined {
  return Number.isFinite(ms) && ms >= 0 && ms <= 365 * unitMs.d ? Math.round(ms) : undefined
}

/** Two units at most, the way a person says it: `850 ms`, `12.3 s`, `2 m 5 s`, `3 h 10 m`, `2 d 4 h`. */
export function formatDurationMs(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < unitMs.m) return `${Number((ms / 1_000).toFixed(1))} s`
  if (ms < unitMs.h) return pair(ms, ['m', 's'])
  if (ms < unitMs.d) return pair(ms, ['h', 'm'])
  return pair(ms, ['d', 'h'])
}

function pair(ms: number, [large, small]: readonly [keyof typeof unitMs, keyof typeof unitMs]): string {
  const whole = Math.floor(ms / unitMs[large])
  const rest = Math.floor((ms - whole * unitMs[large]) / unitMs[small])
  return rest === 0 ? `${whole} ${large}` : `${whole} ${large} ${rest} ${small}`
}
