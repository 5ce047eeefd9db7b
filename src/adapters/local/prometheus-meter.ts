import { getOrInsert } from '../../core/get-or-insert.ts'
import type { Meter } from '../../ports/meter.ts'

/** Upper bounds of the buckets, for ms, counts and bytes alike: 1, 2, 5, 10 … 1,000,000. */
const bounds = [0, 1, 2, 3, 4, 5].flatMap((power) => [1, 2, 5].map((factor) => factor * 10 ** power)).concat(1_000_000)

/** Label values can come from users' files; beyond so many series a name takes no new ones. */
const maxSeriesPerName = 1_000

interface Series {
  readonly labels: string
  /** Per bucket, not cumulative; the last is for what is beyond all bounds. Empty for a counter. */
  readonly buckets: number[]
  count: number
  sum: number
}

/** A meter that can be read as Prometheus text. Names get the prefix `troupe_`, counters the ending `_total`. */
export interface PrometheusMeter extends Meter {
  /** Text exposition format 0.0.4 (source: https://prometheus.io/docs/instrumenting/exposition_formats/). */
  render(): string
}

export function createPrometheusMeter(): PrometheusMeter {
  const counters = new Map<string, Map<string, Series>>()
  const histograms = new Map<string, Map<string, Series>>()
  return {
    count(name, labels = {}) {
      const series = seriesOf(counters, name, labels)
      if (series !== undefined) series.count++
    },
    observe(name, value, labels = {}) {
      const series = seriesOf(histograms, name, labels)
      if (series === undefined) return
      series.count++
      series.sum += value
      const bucket = bounds.findIndex((bound) => value <= bound)
      const place = bucket === -1 ? bounds.length : bucket
      series.buckets[place] = (series.buckets[place] ?? 0) + 1
    },
    render() {
      const lines = [
        ...families(counters, { type: 'counter', ending: '_total', render: counterLines }),
        ...families(histograms, { type: 'histogram', ending: '', render: histogramLines }),
      ]
      return lines.map((line) => `${line}\n`).join('')
    },
  }
}

function seriesOf(
  families: Map<string, Map<string, Series>>,
  name: string,
  labels: Readonly<Record<string, string>>,
): Series | undefined {
  const family = getOrInsert(families, name, () => new Map<string, Series>())
  const key = labelText(labels)
  const known = family.get(key)
  if (known !== undefined || family.size >= maxSeriesPerName) return known
  const series = { labels: key, buckets: [], count: 0, sum: 0 }
  family.set(key, series)
  return series
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const names = Object.keys(labels)
  if (names.length > 1) names.sort()
  let text = ''
  for (const name of names) text += `${text === '' ? '' : ','}${name}="${escaped(labels[name] ?? '')}"`
  return text
}

function escaped(value: string): string {
  if (!/["\\\n]/.test(value)) return value
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

interface Rendering {
  readonly type: string
  readonly ending: string
  readonly render: (name: string, series: Series) => string[]
}

function families(
  all: ReadonlyMap<string, ReadonlyMap<string, Series>>,
  { type, ending, render }: Rendering,
): string[] {
  return [...all].flatMap(([short, family]) => {
    const name = `troupe_${short}${ending}`
    return [`# TYPE ${name} ${type}`, ...[...family.values()].flatMap((series) => render(name, series))]
  })
}

function counterLines(name: string, { labels, count }: Series): string[] {
  return [`${name}${braced(labels)} ${count}`]
}

function histogramLines(name: string, { labels, buckets, count, sum }: Series): string[] {
  let below = 0
  const cumulative = bounds.map((bound, place) => {
    below += buckets[place] ?? 0
    return `${name}_bucket${braced(labels, `le="${bound}"`)} ${below}`
  })
  return [
    ...cumulative,
    `${name}_bucket${braced(labels, 'le="+Inf"')} ${count}`,
    `${name}_sum${braced(labels)} ${sum}`,
    `${name}_count${braced(labels)} ${count}`,
  ]
}

function braced(labels: string, bound = ''): string {
  const inside = [labels, bound].filter((part) => part !== '').join(',')
  return inside === '' ? '' : `{${inside}}`
}
