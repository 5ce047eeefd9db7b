import { describe, expect, it } from 'vitest'
import { createPrometheusMeter } from '../../../src/adapters/local/prometheus-meter.ts'

describe('the Prometheus meter', () => {
  it('renders nothing before anything was measured', () => {
    expect(createPrometheusMeter().render()).toBe('')
  })

  it('counts by labels, whatever the order they are written in', () => {
    const meter = createPrometheusMeter()
    meter.count('jobs_submitted')
    meter.count('steps', { agent: 'a', status: 'failed' })
    meter.count('steps', { status: 'failed', agent: 'a' })
    meter.count('steps', { agent: 'b', status: 'failed' })
    expect(meter.render().split('\n')).toEqual([
      '# TYPE troupe_jobs_submitted_total counter',
      'troupe_jobs_submitted_total 1',
      '# TYPE troupe_steps_total counter',
      'troupe_steps_total{agent="a",status="failed"} 2',
      'troupe_steps_total{agent="b",status="failed"} 1',
      '',
    ])
  })

  it('sorts durations into cumulative buckets whose bounds are included', () => {
    const meter = createPrometheusMeter()
    for (const ms of [0.5, 1, 1.5, 100, 5_000_000]) meter.observe('step_duration_ms', ms, { agent: 'a' })
    const lines = meter.render().split('\n')
    const bucket = (bound: string): string => `troupe_step_duration_ms_bucket{agent="a",le="${bound}"}`
    expect(lines[0]).toBe('# TYPE troupe_step_duration_ms histogram')
    for (const [bound, count] of [
      ['1', 2],
      ['2', 3],
      ['50', 3],
      ['100', 4],
      ['1000000', 4],
      ['+Inf', 5],
    ] as const) {
      expect(lines).toContain(`${bucket(bound)} ${count}`)
    }
    expect(lines).toContain('troupe_step_duration_ms_sum{agent="a"} 5000103')
    expect(lines).toContain('troupe_step_duration_ms_count{agent="a"} 5')
  })

  it('escapes label values, so that none of them can start a line of its own', () => {
    const meter = createPrometheusMeter()
    meter.count('steps', { agent: 'a"} 1\ntroupe_fake 2 \\' })
    expect(meter.render().split('\n')[1]).toBe('troupe_steps_total{agent="a\\"} 1\\ntroupe_fake 2 \\\\"} 1')
  })

  it('takes no new series of a name beyond 1,000, and goes on with the known ones', () => {
    const meter = createPrometheusMeter()
    for (let count = 0; count < 1_500; count++) meter.count('steps', { agent: `agent${count}` })
    meter.count('steps', { agent: 'agent0' })
    const lines = meter.render().trim().split('\n')
    expect(lines).toHaveLength(1_001)
    expect(lines).toContain('troupe_steps_total{agent="agent0"} 2')
  })
})
