import type { ColdStartFigures } from '../cold-start.ts'
import { figure, table } from './markdown.ts'

/** Each Lambda's bundle, and the processor time of its first import. */
export function coldStartTable({ bundles, emptyCpuMs }: ColdStartFigures): string {
  const rows = Object.entries(bundles).map(([name, { coldStartKb, allKb, initCpuMs }]) => [
    name,
    ...[coldStartKb, allKb, initCpuMs].map((value) => figure(value)),
  ])
  const headers = ['Lambda', 'read at a cold start, KB', 'all, KB', 'CPU ms of its import']
  return table(headers, [...rows, ['an empty module', '', '', figure(emptyCpuMs)]])
}
