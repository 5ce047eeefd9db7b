import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failure } from '../engine/test-platform.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { ServedApi } from './served-api.ts'

type Event = { readonly eventType: string; readonly stepId?: string; readonly at: string; readonly attempt?: number }

const diamond = aDefinition([{ run: 'a -> (b | c) -> d' }])

function named({ eventType, stepId, attempt }: Event): string {
  return [eventType, stepId, attempt].filter((part) => part !== undefined).join(' ')
}

async function eventsSince(served: ServedApi, since?: string): Promise<{ events: Event[]; next: string }> {
  const query = since === undefined ? '' : `?since=${since}`
  return (await served.get(`/v1/jobs/job1/events${query}`)).body
}

/** Plans, runs one of the waiting attempts, or lets time pass. */
async function turn({ platform }: ServedApi, what: number, choice: number): Promise<void> {
  if (what === 0) return await platform.plan()
  if (what === 2) platform.now += [0, 1, 1_000, 40_000, 100_000][choice] ?? 0
  if (what === 1 && platform.calls.length > 0) {
    for (const call of platform.calls.splice(choice % platform.calls.length, 1)) await platform.attempt(call)
  }
}

/** A reader who goes on from `next`; answers all that he was told so far. */
function follow(served: ServedApi): { read(): Promise<Event[]> } {
  const told: Event[] = []
  let next: string | undefined
  return {
    async read() {
      const page = await eventsSince(served, next)
      told.push(...page.events)
      next = page.next
      return told
    },
  }
}

describe('GET /v1/jobs/{jobId}/events', () => {
  it('lists what happened, in order', async () => {
    const slow = <T>(answer: T): T => {
      served.platform.now += 1_000
      return answer
    }
    const served = new ServedApi(aDefinition([{ run: 'a -> b' }]), {
      a: ({ attempt }) => slow(attempt === 1 ? failure('FLAKY') : {}),
      b: () => slow({}),
    })
    await served.finished()
    const { events } = await eventsSince(served)
    expect(events.map(named)).toEqual([
      'job.submitted',
      'job.started',
      'step.started a 1',
      'step.failed a 1',
      'step.retried a 2',
      'step.completed a 2',
      'step.started b 1',
      'step.completed b 1',
      'job.completed',
    ])
    expect(events[0]).toEqual({
      eventType: 'job.submitted',
      at: '1970-01-01T00:16:40.000Z',
      jobId: 'job1',
      workflow: 'default',
      epoch: 1,
    })
  })

  it('answers nothing more once next was followed to the end', async () => {
    const served = new ServedApi(diamond)
    await served.finished()
    const first = await eventsSince(served)
    expect(first.events.length).toBeGreaterThan(5)
    const second = await eventsSince(served, first.next)
    expect(second.events).toEqual([])
    expect((await eventsSince(served, second.next)).events).toEqual([])
  })

  it('answers a late end of an attempt although later events were answered before', async () => {
    const served = new ServedApi(diamond)
    await served.post('/v1/jobs', { input: 1 })
    await served.platform.plan()
    await served.platform.run()
    await served.platform.plan()
    const [b, c] = served.platform.calls.splice(0)
    if (b === undefined || c === undefined) throw new Error('the test is wrong')
    let end = (): void => {}
    served.platform.agents.b = () => new Promise((resolve) => (end = () => resolve({})))
    const slow = served.platform.attempt(b)
    await served.platform.attempt(c)
    const before = await eventsSince(served)
    // An hour later c and much else is long past the horizon of a reader who keeps up.
    served.platform.now += 3_600_000
    const quiet = await eventsSince(served, before.next)
    end()
    await slow
    const after = await eventsSince(served, quiet.next)
    expect(quiet.events).toEqual([])
    expect(after.events.map(named)).toEqual(['step.completed b 1'])
  })

  it('gives everything once to a reader who follows next, whenever he asks', async () => {
    const agents = { b: ({ attempt }: { attempt: number }) => (attempt < 3 ? failure('FLAKY') : {}) }
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 60 }),
        fc.boolean(),
        async (turns, again) => {
          const served = new ServedApi(diamond, agents)
          await served.post('/v1/jobs', { input: 1 })
          const reader = follow(served)
          for (const [what, choice] of turns) await (what > 2 ? reader.read() : turn(served, what, choice))
          await served.platform.finish()
          if (again) {
            await served.post('/v1/jobs/job1/rerun', { fromStep: 'c' })
            await served.platform.finish()
          }
          const told = await reader.read()
          const all = (await eventsSince(served)).events
          const key = (event: Event): string => JSON.stringify(event)
          expect(told.map(key).sort()).toEqual(all.map(key).sort())
        },
      ),
      { numRuns: 50 },
    )
  })

  it('lists events at or after an instant', async () => {
    const served = new ServedApi(aDefinition([{ run: 'a' }]))
    await served.post('/v1/jobs', { input: 1 })
    served.platform.now += 5_000
    await served.platform.finish()
    const page = await eventsSince(served, '1970-01-01T00:16:45Z')
    expect(page.events.map(({ eventType }) => eventType)).not.toContain('job.submitted')
    expect(page.events.at(-1)?.eventType).toBe('job.completed')
    expect((await eventsSince(served, page.next)).events).toEqual([])
  })

  it('keeps next small for a job of many steps', async () => {
    const many = Array.from({ length: 150 }, () => 'a').join(' -> ')
    const served = new ServedApi(aDefinition([{ run: many }]), {
      a: () => {
        served.platform.now += 10_000
        return {}
      },
    })
    await served.finished()
    const { events, next } = await eventsSince(served)
    expect(events.length).toBeGreaterThan(300)
    expect(next.length).toBeLessThan(400)
  })

  it('keeps next within what servers take for a thousand steps at once', async () => {
    const many = Array.from({ length: 1_000 }, () => 'a').join(' | ')
    const served = new ServedApi(aDefinition([{ run: `(${many})` }]))
    await served.finished()
    const { events, next } = await eventsSince(served)
    expect(events.length).toBeGreaterThan(2_000)
    expect(next.length).toBeLessThan(12_100)
    expect((await eventsSince(served, next)).events).toEqual([])
  })

  it.each(['yesterday', '1.2', '2026-13-45', '', '0.0.7abc', '0.0.9', '0.1e3.7'])('refuses since=%s', async (since) => {
    const served = new ServedApi(diamond)
    await served.post('/v1/jobs', { input: 1 })
    const told = await served.get(`/v1/jobs/job1/events?since=${since}`)
    expect([told.status, told.body.error.code]).toEqual([400, 'API_PARAMETER_INVALID'])
  })
})
