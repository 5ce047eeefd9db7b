import { styleText } from 'node:util'
import { hintOf, messageOf } from '../core/errors/catalogue.ts'
import type { Finding, Place } from '../core/fault.ts'

export interface RenderOptions {
  readonly color: boolean
  /** Findings shown in full; the rest is counted. Default 50. */
  readonly limit?: number
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

const defaultLimit = 50
/** Longer lines are shown around the caret. */
const maxColumns = 110

/**
 * Findings as a person reads them: place, message, the line with a caret, the hint; at the end how many there are.
 * @param text the text that the places point into
 */
export function renderFindings(findings: readonly Finding[], text: string, options: RenderOptions): string {
  const paint: Paint = options.color
    ? (style, part) => styleText(style, part, { validateStream: false })
    : (_, part) => part
  const shown = findings.slice(0, options.limit ?? defaultLimit)
  const blocks = shown.map((finding) => renderFinding(finding, text, paint))
  const hidden = findings.length - shown.length
  if (hidden > 0) blocks.push(`… and ${hidden} more`)
  return `${[...blocks, countLine(findings, paint)].join('\n\n')}\n`
}

function renderFinding({ code, level, at, args }: Finding, text: string, paint: Paint): string {
  const place = at === undefined ? '' : `${at.file ?? ''}:${at.line}:${at.column} `
  const name = paint([level === 'error' ? 'red' : 'yellow', 'bold'], level)
  const lines = [`${paint('bold', visible(place))}${name} ${visible(messageOf(code, args))} ${paint('dim', code)}`]
  if (at !== undefined && text !== '') lines.push(...frame(at, text, { level, paint }))
  const hint = hintOf(code, args)
  if (hint !== undefined) lines.push(`  ${paint('cyan', 'hint:')} ${visible(hint)}`)
  return lines.join('\n')
}

interface Look {
  readonly level: Finding['level']
  readonly paint: Paint
}

/** The line, and below it a caret under each character of the place that lies in this line. */
function frame(at: Place, text: string, { level, paint }: Look): string[] {
  const start = at.start - (at.column - 1)
  const end = text.indexOf('\n', start)
  const line = text.slice(start, end === -1 ? text.length : end).replace(/\r$/, '')
  const before = line.slice(0, at.column - 1)
  const marked = line.slice(at.column - 1, at.column - 1 + Math.max(1, at.end - at.start))
  const cut = Math.max(0, before.length - Math.floor(maxColumns / 2))
  const number = String(at.line)
  const carets = '^'.repeat(Math.max(1, Math.min(widthOf(marked), maxColumns)))
  const shown = visible(line.slice(cut, cut + maxColumns))
  const lead = `${cut > 0 ? '…' : ''}`
  return [
    `${paint('dim', ` ${number} |`)} ${lead}${shown}${cut + maxColumns < line.length ? '…' : ''}`,
    `${paint('dim', ` ${' '.repeat(number.length)} |`)} ${' '.repeat(widthOf(lead + before.slice(cut)))}${paint(level === 'error' ? 'red' : 'yellow', carets)}`,
  ]
}

function countLine(findings: readonly Finding[], paint: Paint): string {
  const errors = findings.filter(({ level }) => level === 'error').length
  const counts = [count(errors, 'error'), count(findings.length - errors, 'warning')].filter(
    (part) => part !== undefined,
  )
  if (counts.length === 0) return paint('green', 'No findings')
  return paint(errors > 0 ? ['red', 'bold'] : ['yellow', 'bold'], counts.join(', '))
}

function count(number: number, noun: string): string | undefined {
  if (number === 0) return undefined
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** Control characters of the file must not reach the terminal; a tab takes one column, as the caret counts it. */
function visible(text: string): string {
  return text.replace(/\t/g, ' ').replace(/[\p{Cc}\p{Bidi_Control}]/gu, '�')
}

/** Columns on a terminal: wide characters take two, combining marks none. */
function widthOf(text: string): number {
  let width = 0
  for (const character of text) {
    if (/\p{Mark}|\u200d/u.test(character)) continue
    width +=
      /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\uff01-\uff60]/u.test(
        character,
      )
        ? 2
        : 1
  }
  return width
}
