import type { LogLine } from './read-log-line.ts'

/** Lines of several logs, each in order, as one in order. It reads one log at a time, and of each no more than it must. */
export async function* mergeLines(logs: readonly AsyncIterator<LogLine>[]): AsyncGenerator<LogLine, void> {
  const heads: { line: LogLine; log: AsyncIterator<LogLine> }[] = []
  for (const log of logs) {
    const next = await log.next()
    if (next.done !== true) heads.push({ line: next.value, log })
  }
  while (heads.length > 0) {
    const first = heads.reduce((earliest, head) => (head.line.at < earliest.line.at ? head : earliest))
    yield first.line
    const next = await first.log.next()
    if (next.done === true) heads.splice(heads.indexOf(first), 1)
    else first.line = next.value
  }
}
