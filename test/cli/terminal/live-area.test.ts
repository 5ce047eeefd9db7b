import { describe, expect, test } from 'vitest'
import { createLiveArea } from '../../../src/cli/terminal/live-area.ts'

/** Just enough of a terminal: rows, a cursor, the sequences the area writes. */
function aScreen(columns: number) {
  const rows: string[] = ['']
  let row = 0
  let column = 0
  let writes = 0
  let cursorShown = true
  const put = (character: string): void => {
    if (character === '\r') column = 0
    else if (character === '\n') {
      row += 1
      rows[row] ??= ''
      column = 0
    } else {
      rows[row] = (rows[row] ?? '').slice(0, column) + character + (rows[row] ?? '').slice(column + 1)
      column += 1
    }
  }
  const obey: Record<string, (count: number) => void> = {
    A: (count) => {
      row -= count
    },
    K: () => {
      rows[row] = (rows[row] ?? '').slice(0, column)
    },
    J: () => {
      rows.length = row + 1
      rows[row] = (rows[row] ?? '').slice(0, column)
    },
    h: (mode) => {
      if (mode === 25) cursorShown = true
    },
    l: (mode) => {
      if (mode === 25) cursorShown = false
    },
  }
  const screen = {
    columns,
    write(text: string) {
      writes += 1
      const [plain, ...sequences] = text.split('\u001b')
      for (const character of plain ?? '') put(character)
      for (const sequence of sequences) {
        const [whole, count, letter] = /^\[\??(\d*)([A-Za-z])/.exec(sequence) ?? ['', '', '']
        obey[letter ?? '']?.(Number(count))
        for (const character of sequence.slice(whole.length)) put(character)
      }
    },
  }
  return { screen, shown: () => rows.slice(0, -1), writes: () => writes, cursorShown: () => cursorShown }
}

describe('live area', () => {
  test('draws over its last frame, whether the next one is longer or shorter', () => {
    const { screen, shown } = aScreen(40)
    screen.write('before\n')
    const area = createLiveArea(screen)
    area.draw(['one', 'two', 'three'])
    area.draw(['1', 'two'])
    expect(shown()).toEqual(['before', '1', 'two'])
    area.draw(['a', 'b', 'c', 'd'])
    expect(shown()).toEqual(['before', 'a', 'b', 'c', 'd'])
  })

  test('writes once a frame, and nothing when nothing changed', () => {
    const { screen, writes } = aScreen(40)
    const area = createLiveArea(screen)
    area.draw(['one', 'two'])
    area.draw(['one', 'two'])
    expect(writes()).toBe(1)
  })

  test('hides the cursor while it is open and shows it at the end, once', () => {
    const { screen, writes, cursorShown } = aScreen(40)
    const area = createLiveArea(screen)
    area.draw(['one'])
    expect(cursorShown()).toBe(false)
    area.close()
    area.close()
    expect(cursorShown()).toBe(true)
    expect(writes()).toBe(2)
  })

  test('counts the rows that a narrower terminal makes of the old frame', () => {
    let written = ''
    const screen = { columns: 20, write: (text: string) => (written = text) }
    const area = createLiveArea(screen)
    area.draw(['0123456789', 'x'])
    screen.columns = 5
    area.draw(['01234'])
    expect(written).toContain('\r\u001b[3A')
  })
})
