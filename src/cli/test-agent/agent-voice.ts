import type { LoneAgent } from '../../dev/run-agent-alone.ts'
import type { OutputStream } from '../output.ts'
import { paint, type Style } from '../paint.ts'
import { plainText } from '../terminal/display-width.ts'

type Log = LoneAgent['log']

const styles: Readonly<Record<Parameters<Log>[0], Style>> = { debug: 'dim', info: 'blue', warn: 'yellow', error: 'red' }

/** Named by every line of the platform's log; here there is one attempt only. */
const attemptFields = ['agent', 'jobId', 'stepId', 'attempt']

/** Shows what a running agent says, a line each: its log, a stack below its line, and progress that says something new. */
export function agentVoice(stream: OutputStream): { log: Log; progress(fraction: number, text?: string): void } {
  let said = ''
  return {
    log(level, message, fields = {}) {
      const stack = typeof fields.stack === 'string' ? fields.stack : undefined
      const hidden = stack === undefined ? attemptFields : [...attemptFields, 'stack']
      const own = Object.entries(fields).filter(([name]) => !hidden.includes(name))
      const rest = own.map(([name, value]) => ` ${name}=${JSON.stringify(value)}`).join('')
      stream.write(`${paint(stream, styles[level], level.padEnd(5))} ${plainText(message)}${plainText(rest)}\n`)
      for (const row of stack?.split('\n') ?? []) stream.write(`  ${plainText(row)}\n`)
    },
    progress(fraction, text = '') {
      const percent = Math.round(fraction * 100)
      const line = `${String(percent).padStart(3)} % ${plainText(text)}`.trimEnd()
      // Steps of less than a tenth with the same text would only scroll.
      const news = `${Math.floor(percent / 10)} ${text}`
      if (news === said) return
      said = news
      stream.write(`${paint(stream, 'cyan', line)}\n`)
    },
  }
}
