import { changeJob, submitJob } from '../../src/cli/jobs/jobs-api.ts'
import type { Check } from '../check.ts'
import { followJob, hasEnded, runJob } from '../follow-job.ts'
import { outline } from '../outline.ts'
import type { Stage } from '../stage.ts'

/** Agents that misbehave: each in a workflow of its own of e2e/project. */
export const troubledChecks: readonly Check<Stage>[] = [
  {
    title: 'an agent that throws has three attempts, and what needs it is skipped',
    expected: 'failed STEP_FAILED: broken failed STEP_FAILED at attempt 3, echo skipped',
    meet: outlineOf('broken'),
  },
  {
    title: 'an error that says it is fatal is not tried again',
    expected: 'failed E2E_HOPELESS: hopeless failed E2E_HOPELESS',
    meet: outlineOf('hopeless'),
  },
  {
    title: 'a second attempt mends what the first did not',
    expected: 'completed: flaky completed at attempt 2',
    meet: outlineOf('flaky'),
  },
  {
    title: 'an agent that works past its timeout is given up',
    expected: 'failed STEP_TIMED_OUT: sleeper failed STEP_TIMED_OUT',
    meet: outlineOf('sleeper'),
  },
  {
    title: 'a loop without a pause is ended by Lambda, which reports it',
    expected: 'failed STEP_TIMED_OUT: spinner failed STEP_TIMED_OUT',
    meet: outlineOf('spinner'),
  },
  {
    title: 'a process that ends itself is reported by Lambda, and its step tried again',
    expected: 'completed: crasher completed at attempt 2',
    meet: outlineOf('crasher'),
  },
  {
    title: 'another agent takes over from one that failed',
    expected: 'completed: broken completed at attempt 2 instead of broken',
    meet: outlineOf('fallback'),
  },
  {
    title: 'a wait takes its time',
    expected: 'completed: echo completed, wait completed, after completed; 3 s and no more than 90',
    async meet({ client }) {
      const job = await runJob(client, { workflow: 'pause', input: {} })
      const tookMs = Date.parse(job.finishedAt ?? '') - Date.parse(job.createdAt)
      const isSo = tookMs >= 3_000 && tookMs <= 90_000
      return `${outline(job)}; ${isSo ? '3 s and no more than 90' : `${tookMs} ms`}`
    },
  },
  {
    title: 'an output of 1.5 MB and a file go through the bucket',
    expected: 'completed: writer completed, reader completed; {"file":"written by writer","characters":1500000}',
    async meet({ client }) {
      const job = await runJob(client, { workflow: 'large', input: {} })
      return `${outline(job)}; ${JSON.stringify(job.result)}`
    },
  },
  {
    title: 'a cancelled job ends at once, and what needs its steps is skipped',
    expected: 'cancelled: patient cancelled, echo skipped',
    async meet({ client }) {
      const { jobId } = await submitJob(client, { workflow: 'patient', input: {} }, undefined)
      await followJob(client, jobId, ({ steps }) => steps.some(({ status }) => status === 'running'))
      await changeJob(client, jobId, 'cancel')
      return outline(await followJob(client, jobId, hasEnded))
    },
  },
]

function outlineOf(workflow: string): Check<Stage>['meet'] {
  return async ({ client }) => outline(await runJob(client, { workflow, input: {} }))
}
