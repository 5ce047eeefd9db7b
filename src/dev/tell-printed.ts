import { StringDecoder } from 'node:string_decoder'
import type { FromWorker } from '../adapters/local/worker-messages.ts'

/** Characters an attempt may print. A loop that prints does not wait for the platform to read. */
const maxPrinted = 16 * 1_048_576
/** What each write costs beyond its text, roughly, in characters. */
const messageCost = 100
const tooMuch = 'Agent printed too much in this attempt; the rest is dropped'

/**
 * Sends what this thread prints, on stdout or stderr, as messages. Node's own way to the platform is another channel: what an
 * attempt prints could be read there before the end of the one before it.
 */
export function tellPrinted(send: (message: FromWorker) => void): { begin(): void } {
  let left = maxPrinted
  for (const stream of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8')
    const tell = (chunk: string | Uint8Array, encoding: BufferEncoding): void => {
      const text = decoder.write(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk))
      const fits = left > 0
      left -= text.length + messageCost
      if (left > 0) send({ kind: 'printed', stream, text })
      else if (fits) send({ kind: 'log', level: 'warn', message: tooMuch })
    }
    process[stream]._write = (chunk, encoding, done) => {
      tell(chunk, encoding)
      done()
    }
    process[stream]._writev = (chunks, done) => {
      for (const { chunk, encoding } of chunks) tell(chunk, encoding)
      done()
    }
  }
  return {
    begin() {
      left = maxPrinted
    },
  }
}
