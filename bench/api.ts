import { join } from 'node:path'
import { type AnswerFigures, type Asked, ask, askMany } from './api/ask.ts'
import { type ServerProcess, startServer } from './api/server-process.ts'
import { withBuilt } from './engine/built.ts'
import { makeProjectFolder } from './engine/project-folder.ts'
import { median, medians, rounded } from './figures.ts'
import type { BenchOptions } from './options.ts'

export interface ApiFigures {
  /** Node's bare HTTP server, asked the same in the same run. */
  readonly bareGet: RouteFigures
  readonly barePost: RouteFigures
  /** A job that begins in an hour: accepted, durable, not yet planned. */
  readonly submit: RouteFigures & Ratio
  readonly poll: RouteFigures & Ratio
  /** Polled with the ETag of the answer before. */
  readonly pollKnown: RouteFigures & Ratio
  /** The newest 50. */
  readonly list: RouteFigures & Ratio
}

interface RouteFigures {
  /** One request after another. */
  readonly one: AnswerFigures
  /** Over many connections at once. Whoever asks shares the machine, so that this is a lower bound. */
  readonly many: AnswerFigures
  /** Of the server, over many connections. */
  readonly cpuMsPerRequest: number
}

interface Ratio {
  /** Processor time as a multiple of the bare server's. */
  readonly cpuOfBare: number
}

/** Submit, poll and list over HTTP, next to a bare HTTP server. @param concurrency connections */
export async function benchApi({ concurrency = 16, rounds = 3 }: BenchOptions): Promise<ApiFigures> {
  return await withBuilt(async (built) => {
    const file = makeProjectFolder(join(built.scratch, 'project'), built.sourceOf('diamond'))
    const data = join(built.scratch, 'data')
    const troupe = await startServer([built.command, 'dev', '--file', file, '--data', data, '--port', '0'])
    const bare = await startServer([built.fileOf('bare-http')])
    try {
      const measured: Round[] = []
      // The first round is for code to be compiled.
      for (let round = 0; round <= rounds; round++) measured.push(await measure({ troupe, bare }, concurrency))
      return figuresOf(measured.slice(1))
    } finally {
      await Promise.all([troupe.stop(), bare.stop()])
    }
  })
}

type Round = Record<keyof ApiFigures, RouteFigures>

type Servers = Record<'troupe' | 'bare', ServerProcess>

const requests = 2_000

async function measure({ troupe, bare }: Servers, connections: number): Promise<Round> {
  const { jobId } = JSON.parse(await ask(troupe.url, submission(0))) as { jobId: string }
  const get: Asked = { method: 'GET', path: `/v1/jobs/${jobId}` }
  const of = async (server: ServerProcess, asked: (index: number) => Asked): Promise<RouteFigures> => {
    const one = await askMany(server.url, asked, { requests: 200, connections: 1 })
    const before = server.cpuMs() ?? Number.NaN
    const many = await askMany(server.url, asked, { requests, connections })
    return { one, many, cpuMsPerRequest: rounded(((server.cpuMs() ?? Number.NaN) - before) / requests) }
  }
  return {
    bareGet: await of(bare, () => get),
    barePost: await of(bare, submission),
    submit: await of(troupe, submission),
    poll: await of(troupe, () => get),
    pollKnown: await of(troupe, () => ({ ...get, headers: { 'if-none-match': '*' } })),
    list: await of(troupe, () => ({ method: 'GET', path: '/v1/jobs?limit=50' })),
  }
}

function submission(index: number): Asked {
  return { method: 'POST', path: '/v1/jobs', body: { input: { index }, delay: '1h' } }
}

function figuresOf(rounds: readonly Round[]): ApiFigures {
  const figures = (name: keyof ApiFigures): RouteFigures => ({
    one: medians(rounds.map((round) => round[name].one)),
    many: medians(rounds.map((round) => round[name].many)),
    cpuMsPerRequest: median(rounds.map((round) => round[name].cpuMsPerRequest)),
  })
  const bareGet = figures('bareGet')
  const barePost = figures('barePost')
  const beside = (name: keyof ApiFigures, bare: RouteFigures): RouteFigures & Ratio => {
    const route = figures(name)
    return { cpuOfBare: rounded(route.cpuMsPerRequest / bare.cpuMsPerRequest), ...route }
  }
  return {
    bareGet,
    barePost,
    submit: beside('submit', barePost),
    poll: beside('poll', bareGet),
    pollKnown: beside('pollKnown', bareGet),
    list: beside('list', bareGet),
  }
}
