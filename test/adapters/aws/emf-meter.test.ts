import { describe, expect, it } from 'vitest'
import { createEmfMeter } from '../../../src/adapters/aws/emf-meter.ts'

describe('the meter of embedded metrics', () => {
  it('writes counts and observations of the same labels as one line, on flush', () => {
    const { meter, lines } = aMeter()
    meter.count('jobs_finished', { status: 'completed' })
    meter.observe('job_duration_ms', 40, { status: 'completed' })
    meter.count('jobs_finished', { status: 'completed' })
    meter.observe('job_duration_ms', 60.5, { status: 'completed' })
    expect(lines()).toEqual([])
    meter.flush()
    expect(lines()).toEqual([
      {
        _aws: {
          Timestamp: 1_700_000_000_000,
          CloudWatchMetrics: [
            {
              Namespace: 'Troupe',
              Dimensions: [['stack', 'status']],
              Metrics: [
                { Name: 'jobs_finished', Unit: 'Count' },
                { Name: 'job_duration_ms', Unit: 'Milliseconds' },
              ],
            },
          ],
        },
        stack: 'test',
        status: 'completed',
        jobs_finished: 2,
        job_duration_ms: [40, 60.5],
      },
    ])
  })

  it('ends each line with one newline and has none inside', () => {
    const { meter, written } = aMeter()
    meter.count('attempts', { agent: 'a\nb' })
    meter.count('attempts', { agent: 'c' })
    meter.flush()
    expect(written).toHaveLength(2)
    for (const line of written) expect(line.indexOf('\n')).toBe(line.length - 1)
  })

  it('sums up what names an agent or a workflow in a second dimension set', () => {
    const { meter, directives } = aMeter()
    meter.count('attempts', { agent: 'cleaner', status: 'failed' })
    meter.count('jobs_finished', { workflow: 'default', status: 'failed' })
    meter.flush()
    expect(directives().map(({ Dimensions }) => Dimensions)).toEqual([
      [
        ['agent', 'stack', 'status'],
        ['stack', 'status'],
      ],
      [
        ['stack', 'status', 'workflow'],
        ['stack', 'status'],
      ],
    ])
  })

  it('gives every dimension a value of the same line', () => {
    const { meter, lines, directives } = aMeter()
    meter.count('attempts', { agent: 'cleaner', status: 'failed' })
    meter.flush()
    for (const name of directives()[0]?.Dimensions.flat() ?? []) expect(lines()[0]).toHaveProperty(name)
  })

  it('never makes a dimension of what names one job or attempt', () => {
    const { meter, written, directives } = aMeter()
    meter.count('attempts', { jobId: 'job1', stepId: 'cleaner', attempt: '1', epoch: '1', token: 'secret', agent: 'a' })
    meter.flush()
    expect(directives()[0]?.Dimensions).toEqual([['agent', 'stack'], ['stack']])
    expect(written.join()).not.toMatch(/job1|secret/)
  })

  it('takes the unit from the name', () => {
    const { meter, directives } = aMeter()
    meter.observe('attempt_duration_ms', 1)
    meter.observe('output_bytes', 1)
    meter.observe('steps', 1)
    meter.flush()
    expect(directives()[0]?.Metrics.map(({ Unit }) => Unit)).toEqual(['Milliseconds', 'Bytes', 'None'])
  })

  it('knows the same labels in another order again', () => {
    const { meter, lines } = aMeter()
    meter.count('attempts', { agent: 'a', status: 'failed' })
    meter.count('attempts', { status: 'failed', agent: 'a' })
    meter.flush()
    expect(lines()).toMatchObject([{ attempts: 2 }])
  })

  it('begins anew after a flush, and writes nothing when nothing was measured', () => {
    const { meter, lines } = aMeter()
    meter.count('attempts')
    meter.flush()
    meter.flush()
    meter.count('attempts')
    meter.flush()
    expect(lines()).toMatchObject([{ attempts: 1 }, { attempts: 1 }])
  })

  it('puts at most 100 values of a metric into a line, and loses none', () => {
    const { meter, lines } = aMeter()
    for (let value = 0; value < 250; value++) meter.observe('attempt_duration_ms', value)
    meter.flush()
    const values = lines().map(({ attempt_duration_ms }) => attempt_duration_ms as number[])
    expect(values.map(({ length }) => length)).toEqual([100, 100, 50])
    expect(values.flat()).toEqual(Array.from({ length: 250 }, (_, value) => value))
  })

  it('drops what CloudWatch refuses: values that are no numbers, labels without a value', () => {
    const { meter, lines, directives } = aMeter()
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) meter.observe('steps', value)
    meter.flush()
    expect(lines()).toEqual([])
    meter.count('attempts', { agent: '', status: ' ' })
    meter.flush()
    expect(directives()[0]?.Dimensions).toEqual([['stack']])
  })
})

interface Directive {
  readonly Dimensions: readonly (readonly string[])[]
  readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[]
}

function aMeter() {
  const written: string[] = []
  const clock = { now: () => 1_700_000_000_000 }
  const meter = createEmfMeter({
    namespace: 'Troupe',
    dimensions: { stack: 'test' },
    clock,
    write: (line) => void written.push(line),
  })
  const lines = () => written.map((line) => JSON.parse(line) as Record<string, unknown>)
  const directives = () => lines().flatMap(({ _aws }) => (_aws as { CloudWatchMetrics: Directive[] }).CloudWatchMetrics)
  return { meter, written, lines, directives }
}
