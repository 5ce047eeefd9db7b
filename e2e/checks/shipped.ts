import type { Job } from '../../src/api/contract.ts'
import { getJob, submitJob } from '../../src/cli/jobs/jobs-api.ts'
import type { Check } from '../check.ts'
import { runJob } from '../follow-job.ts'
import { outline } from '../outline.ts'
import { refusal } from '../refusal.ts'
import type { Stage } from '../stage.ts'

/** The system that comes with Troupe, as it is. */
export const shippedChecks: readonly Check<Stage>[] = [
  {
    title: 'the API answers a signed request, and its store too',
    expected: 'ok, store ok',
    async meet({ client }) {
      const { body } = await client.send({ path: '/healthz' })
      const { status, store } = body as { status: string; store: string }
      return `${status}, store ${store}`
    },
  },
  {
    title: 'a request without a signature is refused before it reaches us',
    expected: '403 {"message":"Forbidden"}',
    async meet({ client }) {
      const answer = await fetch(`${client.url}/v1/jobs`)
      return `${answer.status} ${JSON.stringify(await answer.json())}`
    },
  },
  {
    title: 'an input that the schema forbids is refused',
    expected: 'JOB_INPUT_INVALID',
    async meet({ client }) {
      return await refusal(submitJob(client, { input: { analysis_type: 'deep' } }, undefined))
    },
  },
  {
    title: 'a full analysis runs all agents, asks for the second opinion, and ends with a report',
    expected: `${completed('data_cleaner', 'trend_analyzer', 'forecast_agent', 'second_opinion', 'insight_reporter')}; a report`,
    async meet({ client }) {
      const job = await runJob(client, { input: { analysis_type: 'full' } })
      return { met: `${outline(job)}; ${reportIn(job)}`, figure: tookOf(job) }
    },
  },
  {
    title: 'a quick analysis runs two agents',
    expected: `${completed('data_cleaner', 'insight_reporter')}; a report`,
    async meet({ client }) {
      const job = await runJob(client, { input: { analysis_type: 'quick' } })
      return { met: `${outline(job)}; ${reportIn(job)}`, figure: tookOf(job) }
    },
  },
  {
    title: 'the same key is the same job, and with another input a conflict',
    expected: 'the same job, then JOB_KEY_REUSED',
    async meet({ client }) {
      const key = `e2e-${Date.now()}`
      const first = await submitJob(client, { input: { analysis_type: 'quick' } }, key)
      const second = await submitJob(client, { input: { analysis_type: 'quick' } }, key)
      const other = await refusal(submitJob(client, { input: { analysis_type: 'full' } }, key))
      return `${first.jobId === second.jobId ? 'the same job' : 'two jobs'}, then ${other}`
    },
  },
  {
    title: 'a job that does not exist is not found',
    expected: 'JOB_NOT_FOUND',
    meet: ({ client }) => refusal(getJob(client, '0'.repeat(26))),
  },
]

function completed(...steps: readonly string[]): string {
  return `completed: ${steps.map((step) => `${step} completed`).join(', ')}`
}

function tookOf({ createdAt, finishedAt }: Job): string {
  return `the job took ${(Date.parse(finishedAt ?? '') - Date.parse(createdAt)) / 1_000} s`
}

function reportIn({ result }: Job): string {
  const isReport = typeof result === 'object' && result !== null && 'summary' in result && 'findings' in result
  return isReport ? 'a report' : JSON.stringify(result)
}
