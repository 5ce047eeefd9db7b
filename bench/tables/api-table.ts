import type { ApiFigures } from '../api.ts'
import { figure, table } from './markdown.ts'

/** Requests over HTTP beside a bare server. */
export function apiTable(figures: ApiFigures): string {
  const routes: readonly (readonly [string, keyof ApiFigures])[] = [
    ['bare server, GET', 'bareGet'],
    ['bare server, POST', 'barePost'],
    ['submit a job, durable', 'submit'],
    ['poll a job', 'poll'],
    ['poll a job that did not change', 'pollKnown'],
    ['list the newest 50', 'list'],
  ]
  const rows = routes.map(([name, route]) => {
    const { one, many, cpuMsPerRequest, ...rest } = figures[route]
    const ratio = 'cpuOfBare' in rest ? figure(Number(rest.cpuOfBare), 'x') : ''
    const numbers = [one.p50Ms, one.p99Ms, many.requestsPerSecond, many.p99Ms, cpuMsPerRequest]
    return [name, ...numbers.map((value) => figure(value)), ratio]
  })
  const headers = ['', 'one p50 ms', 'one p99 ms', 'many: requests/s', 'many: p99 ms', 'CPU ms', 'CPU by bare']
  return table(headers, rows)
}
