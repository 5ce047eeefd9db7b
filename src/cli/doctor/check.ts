import type { Env } from '../../env.ts'
import type { Project } from '../open-project.ts'

/** One thing that was looked at: what was wanted, what was found, and the repair when they differ. */
export interface Check {
  readonly name: string
  /** `warning`: it works, but will not for long or not everywhere. `skipped`: another problem comes first. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped'
  readonly wanted: string
  readonly found: string
  readonly repair?: string
}

/** What the checks look at. */
export interface Patient {
  readonly env: Env
  readonly port: number
  readonly dataDirectory: string
  /** As `--file` was given. */
  readonly file: string
  /** Absent when there is no such file. */
  readonly project?: Project
}

/** `found` as it should be, or not with its repair. */
export function verdict(
  wanted: string,
  isGood: boolean,
  {
    found,
    repair,
    level = 'failed',
  }: { readonly found: string; readonly repair: string; readonly level?: 'warning' | 'failed' },
): Omit<Check, 'name'> {
  return isGood ? { status: 'ok', wanted, found } : { status: level, wanted, found, repair }
}
