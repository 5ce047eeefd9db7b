/**
 * Metrics as lines of the CloudWatch Embedded Metric Format, which Lambda's log pipeline turns into metrics: no call, no
 * permission, no waiting.
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html)
 *
 * 1. One line for all that was measured under the same labels since the last flush: log bytes are paid for. Counts are
 *    added up, observations are kept one by one.
 * 2. Each metric has two dimension sets, with all labels, and without those that name agents and workflows: an alarm
 *    looks at one metric and cannot sum over names it does not know.
 * 3. What names one job or attempt is never a dimension: each distinct value would be a metric of its own, at its price.
 */
import type { Clock } from '../../ports/clock.ts'
import type { Meter } from '../../ports/meter.ts'

export interface EmfMeterOptions {
  readonly namespace: string
  /** On every metric, such as `{ stack: 'troupe-shop-prod' }`. */
  readonly dimensions: Readonly<Record<string, string>>
  readonly clock: Pick<Clock, 'now'>
  /** Gets whole lines, each with its newline. Not `console.log`: Lambda would wrap them. */
  readonly write: (line: string) => void
}

export interface EmfMeter extends Meter {
  /** Writes what was measured since the last time; at the end of each invocation, before Lambda freezes the process. */
  flush(): void
}

const names = new Set(['agent', 'workflow'])
const identifying = new Set(['jobId', 'stepId', 'epoch', 'attempt', 'token'])
/** The format takes no more values of a metric in one line. */
const maxValues = 100
const maxDimensionLength = 1_024

type Labels = Readonly<Record<string, string>>

interface Series {
  readonly labels: Labels
  readonly counts: Map<string, number>
  readonly observed: Map<string, number[]>
}

export function createEmfMeter(options: EmfMeterOptions): EmfMeter {
  const all = new Map<string, Series>()
  const seriesOf = (given: Labels): Series => {
    const labels = dimensionsOf({ ...given, ...options.dimensions })
    const key = JSON.stringify(labels)
    const series = all.get(key) ?? { labels: Object.fromEntries(labels), counts: new Map(), observed: new Map() }
    all.set(key, series)
    return series
  }
  const flush = (): void => {
    for (const series of all.values()) options.write(`${JSON.stringify(lineOf(options, series))}\n`)
    all.clear()
  }
  return {
    count(name, labels = {}) {
      const { counts } = seriesOf(labels)
      counts.set(name, (counts.get(name) ?? 0) + 1)
    },
    observe(name, value, labels = {}) {
      // JSON has no infinity, and CloudWatch drops a line with a null.
      if (!Number.isFinite(value)) return
      const { observed } = seriesOf(labels)
      const values = [...(observed.get(name) ?? []), value]
      observed.set(name, values)
      if (values.length === maxValues) flush()
    },
    flush,
  }
}

/** Sorted, so that the order in which labels were written makes no second series. Empty values are not allowed. */
function dimensionsOf(labels: Labels): [string, string][] {
  return Object.entries(labels)
    .filter(([name, value]) => !identifying.has(name) && value.trim() !== '')
    .map(([name, value]): [string, string] => [name, value.slice(0, maxDimensionLength)])
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

function lineOf({ namespace, clock }: EmfMeterOptions, { labels, counts, observed }: Series): object {
  const dimensions = Object.keys(labels)
  const summary = dimensions.filter((name) => !names.has(name))
  const directive = {
    Namespace: namespace,
    Dimensions: summary.length === dimensions.length ? [dimensions] : [dimensions, summary],
    Metrics: [
      ...[...counts.keys()].map((name) => ({ Name: name, Unit: 'Count' })),
      ...[...observed.keys()].map((name) => ({ Name: name, Unit: unitOf(name) })),
    ],
  }
  return {
    _aws: { Timestamp: clock.now(), CloudWatchMetrics: [directive] },
    ...labels,
    ...Object.fromEntries(counts),
    ...Object.fromEntries(observed),
  }
}

function unitOf(name: string): string {
  if (name.endsWith('_ms')) return 'Milliseconds'
  return name.endsWith('_bytes') ? 'Bytes' : 'None'
}
