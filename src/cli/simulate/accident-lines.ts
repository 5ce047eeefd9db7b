import type { Accidents } from '../../testing/simulation/accidents.ts'
import type { OutputStream } from '../output.ts'
import { lookOf } from '../terminal/styled-line.ts'
import { wrapText } from '../terminal/wrap-text.ts'
import { tableLines } from './table-lines.ts'

/** What went wrong around the jobs: how each kind of call fared, and what became of messages. */
export function accidentLines(accidents: Accidents, stream: OutputStream): string[][] {
  const { calls, messages, starts, frozen, outages, forged, stale } = accidents
  const rows = Object.entries(calls).map(([call, fates]) => {
    const { done, killedBefore, killedAfter, refused, doneButFailed, failedThenDone, slow } = fates
    const all = done + killedBefore + killedAfter + refused + doneButFailed + failedThenDone + slow
    return [call, all, killedBefore, killedAfter, refused, doneButFailed + failedThenDone, slow, '']
  })
  const heading = ['CALL', 'MADE', 'BEFORE', 'AFTER', 'REFUSED', 'LOST', 'SLOW', '']
  const lines = [
    `messages: ${sentText(messages)}`,
    `starts of attempts: ${sentText(starts)}`,
    `processes frozen for minutes: ${frozen}, outages of the store: ${outages}, old lists of due jobs: ${stale}, forged results: ${forged}`,
  ]
  const caption = 'crash points: processes that were killed before or after a call, and calls that failed'
  const { width } = lookOf(stream)
  const table = [...wrapText(caption, width), ...tableLines(heading, rows, stream)]
  return [table, lines.flatMap((line) => wrapText(line, width, { rest: 2 }))]
}

function sentText({ sent, lost, doubled, late }: Accidents['messages']): string {
  return `${sent} sent, ${lost} lost, ${doubled} doubled, ${late} late`
}
