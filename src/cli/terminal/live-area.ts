/**
 * The last lines of a terminal, drawn again in place.
 *
 * 1. A frame is one write, in a synchronised update where the terminal knows it: no flicker.
 * 2. The cursor is hidden from the first frame to `close`, which may be called twice.
 * 3. Lines must be at most as wide as the terminal. A terminal that was made narrower since wraps the old frame; the
 *    rows it then takes are counted before they are drawn over.
 */
import { stripVTControlCharacters } from 'node:util'
import { displayWidth } from './display-width.ts'

const beginUpdate = '\u001b[?2026h'
const endUpdate = '\u001b[?2026l'
const hideCursor = '\u001b[?25l'
const showCursor = '\u001b[?25h'
const eraseLineEnd = '\u001b[K'
const eraseBelow = '\u001b[J'

/** What the area needs of a `tty.WriteStream`. */
export interface LiveScreen {
  readonly columns: number
  write(text: string): unknown
}

export interface LiveArea {
  /** Replaces the area; nothing is written when the lines are the same. */
  draw(lines: readonly string[]): void
  /** Leaves the last frame on the screen and shows the cursor. */
  close(): void
}

export function createLiveArea(screen: LiveScreen): LiveArea {
  let drawn: readonly string[] = []
  let open = false
  return {
    draw(lines) {
      if (open && lines.length === drawn.length && lines.every((line, index) => line === drawn[index])) return
      const up = rowsOf(drawn, screen.columns)
      const home = up === 0 ? '\r' : `\r\u001b[${up}A`
      const body = lines.map((line) => `${line}${eraseLineEnd}\n`).join('')
      screen.write(`${beginUpdate}${open ? '' : hideCursor}${home}${body}${eraseBelow}${endUpdate}`)
      drawn = lines
      open = true
    },
    close() {
      if (open) screen.write(showCursor)
      open = false
      drawn = []
    },
  }
}

function rowsOf(lines: readonly string[], columns: number): number {
  const rows = (line: string): number =>
    Math.max(1, Math.ceil(displayWidth(stripVTControlCharacters(line)) / Math.max(1, columns)))
  return lines.reduce((sum, line) => sum + rows(line), 0)
}
