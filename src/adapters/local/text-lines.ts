const maxLineLength = 10_000

/** Makes lines of text that comes in pieces, without their ends; one longer than 10,000 characters comes in pieces itself. */
export class TextLines {
  readonly #line: (text: string) => void
  #rest = ''

  constructor(line: (text: string) => void) {
    this.#line = line
  }

  add(text: string): void {
    const lines = (this.#rest + text).split(/\r?\n/)
    this.#rest = lines.pop() ?? ''
    if (this.#rest.length >= maxLineLength) {
      lines.push(this.#rest)
      this.#rest = ''
    }
    for (const whole of lines) this.#emit(whole)
  }

  /** What has come so far is a whole line. */
  finish(): void {
    if (this.#rest !== '') this.add('\n')
  }

  #emit(whole: string): void {
    for (let start = 0; start === 0 || start < whole.length; start += maxLineLength) {
      const piece = whole.slice(start, start + maxLineLength)
      if (piece.trim() !== '') this.#line(piece)
    }
  }
}
