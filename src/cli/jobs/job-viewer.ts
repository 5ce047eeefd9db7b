/** Ways to show a job while it goes on: a tree drawn in place, lines, or JSON lines. */
import { formatDurationMs } from '../../core/duration.ts'
import type { Env } from '../../env.ts'
import type { OutputStream } from '../output.ts'
import { createLiveArea } from '../terminal/live-area.ts'
import { styledLine } from '../terminal/styled-line.ts'
import type { Silence } from './ask-patiently.ts'
import { newsLines } from './event-line.ts'
import type { JobNews } from './follow-job.ts'
import { renderJobTree } from './job-tree.ts'

export interface JobViewer {
  /** Whether it shows the events; they cost a request each time. */
  readonly withEvents: boolean
  show(news: JobNews): void
  silence(silence: Silence | undefined): void
  /** Leaves what was shown and gives the terminal back. May be called twice. */
  close(): void
}

/** Whether lines can be drawn again on it. */
export function isDrawable(stream: OutputStream, { terminal }: Pick<Env, 'terminal'>): boolean {
  return stream.isTerminal && terminal !== undefined && terminal !== 'dumb'
}

/** For a command whose result is something else: shows what goes on until then. */
export function progressViewer(stream: OutputStream, env: Pick<Env, 'terminal'>): JobViewer {
  return isDrawable(stream, env) ? treeViewer(stream) : lineViewer(stream, stream)
}

const frameMs = 100

/** A tree that moves by itself between the news: times and countdowns run on. */
export function treeViewer(stream: OutputStream): JobViewer {
  const area = createLiveArea(stream)
  let latest: JobNews | undefined
  let trouble: string | undefined
  const draw = (): void => {
    if (latest === undefined) return
    // One column stays free: some terminals wrap a line that fills the last one.
    const look = { width: stream.columns - 1, color: stream.color }
    const height = Math.max(3, stream.rows - 2)
    const lines = renderJobTree(latest.job, { ...look, height, now: Date.now() })
    area.draw(trouble === undefined ? lines : [...lines, styledLine([[trouble, 'yellow']], look)])
  }
  const timer = setInterval(draw, frameMs)
  return {
    withEvents: false,
    show(news) {
      latest = news
      draw()
    },
    silence(silence) {
      trouble = silence === undefined ? undefined : silenceText(silence)
      draw()
    },
    close() {
      clearInterval(timer)
      area.close()
    },
  }
}

/** One line for each event and each verdict. @param notices where a silent runtime is told */
export function lineViewer(stream: OutputStream, notices: OutputStream): JobViewer {
  let shown: JobNews['job'] | undefined
  return {
    withEvents: true,
    show(news) {
      for (const line of newsLines(shown, news)) stream.write(`${line}\n`)
      shown = news.job
    },
    silence: (silence) => tellSilence(notices, silence),
    close: () => undefined,
  }
}

/** One JSON document a line for each event. */
export function jsonViewer(stream: OutputStream, notices: OutputStream): JobViewer {
  return {
    withEvents: true,
    show({ events }) {
      for (const event of events) stream.write(`${JSON.stringify(event)}\n`)
    },
    silence: (silence) => tellSilence(notices, silence),
    close: () => undefined,
  }
}

function tellSilence(stream: OutputStream, silence: Silence | undefined): void {
  stream.write(`${silence === undefined ? 'The runtime answers again' : silenceText(silence)}\n`)
}

function silenceText({ message, pauseMs }: Silence): string {
  return `${message}; trying again in ${formatDurationMs(pauseMs)}`
}
