import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

const maxLineLength = 10_000

/**
 * Calls `line` for each line the stream brings, without its end; a longer one than 10,000 characters comes in pieces.
 * Answers a function that takes what has come so far as a whole line.
 */
export function readLines(stream: Readable, line: (text: string) => void): () => void {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  const take = (text: string): void => {
    const lines = (rest + text).split(/\r?\n/)
    rest = lines.pop() ?? ''
    if (rest.length >= maxLineLength) {
      lines.push(rest)
      rest = ''
    }
    for (const whole of lines) emitPieces(whole, line)
  }
  stream.on('data', (chunk: Buffer) => take(decoder.write(chunk)))
  const finishLine = () => take(rest === '' ? '' : '\n')
  stream.on('end', finishLine)
  return finishLine
}

function emitPieces(whole: string, line: (text: string) => void): void {
  for (let start = 0; start === 0 || start < whole.length; start += maxLineLength) {
    const piece = whole.slice(start, start + maxLineLength)
    if (piece.trim() !== '') line(piece)
  }
}
