import type { ErrorArgs, ErrorCode } from '../core/errors/catalogue.ts'
import type { Finding, Place } from '../core/fault.ts'

/** Collects findings; nothing stops at the first. */
export interface Report {
  error(code: ErrorCode, at: Place, args: ErrorArgs): void
  warning(code: ErrorCode, at: Place, args: ErrorArgs): void
  add(findings: readonly Finding[]): void
  hasErrors(): boolean
  /** In the order of the file, each once. */
  findings(): readonly Finding[]
}

export function createReport(): Report {
  const collected: Finding[] = []
  return {
    error: (code, at, args) => void collected.push({ code, level: 'error', at, args }),
    warning: (code, at, args) => void collected.push({ code, level: 'warning', at, args }),
    add: (findings) => void collected.push(...findings),
    hasErrors: () => collected.some(({ level }) => level === 'error'),
    findings() {
      const once = new Map(collected.map((finding) => [keyOf(finding), finding]))
      return [...once.values()].sort((a, b) => (a.at?.start ?? 0) - (b.at?.start ?? 0))
    },
  }
}

/** An aliased part of the file is checked where it is used, but said once. */
function keyOf({ code, at, args }: Finding): string {
  return `${at?.start} ${at?.end} ${code} ${JSON.stringify(args)}`
}

/** `{ near }` for the hint, or nothing. */
export function nearArgs(near: string | undefined): { near?: string } {
  return near === undefined ? {} : { near }
}
