import type { BatchOutcomes, Job } from '../../src/api/contract.ts'
import type { Check, Met } from '../check.ts'
import { endOf } from '../follow-job.ts'
import type { Stage } from '../stage.ts'

const numbers = Array.from({ length: 50 }, (_, index) => index)

/** Many jobs at the same moment. */
export const crowdChecks: readonly Check<Stage>[] = [
  {
    title: `${numbers.length} jobs submitted at once all end, each with its own result`,
    expected: `${numbers.length} completed, 4 steps each; ${numbers.length} right results`,
    async meet({ client }): Promise<Met> {
      const startedAt = performance.now()
      const jobs = numbers.map((number) => ({ workflow: 'diamond', input: { number } }))
      // One request: an emulator starts a process for each of those that come at once.
      const { body } = await client.send({ method: 'POST', path: '/v1/jobs:batch', body: { jobs } })
      const ended: Job[] = []
      for (const { job } of (body as BatchOutcomes).outcomes) ended.push(await endOf(client, job?.jobId ?? ''))
      const right = numbers.filter((number) => JSON.stringify(ended[number]?.result) === resultOf(number))
      return {
        met: `${ended.filter(isWell).length} completed, 4 steps each; ${right.length} right results`,
        figure: `all ended after ${((performance.now() - startedAt) / 1_000).toFixed(1)} s, ${repeats(ended)} steps tried again`,
      }
    },
  },
]

function isWell({ status, steps }: Job): boolean {
  return status === 'completed' && steps.length === 4 && steps.every((step) => step.status === 'completed')
}

/** An emulator that cannot keep up lets requests time out, and attempts with them. */
function repeats(jobs: readonly Job[]): number {
  return jobs.flatMap(({ steps }) => steps).filter(({ attempt }) => attempt > 1).length
}

/** What e2e/project's diamond makes of a number. */
function resultOf(number: number): string {
  return JSON.stringify([
    ['left of', number],
    ['right of', number],
  ])
}
