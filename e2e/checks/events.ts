import { listenTo } from '../bus-listener.ts'
import type { Check } from '../check.ts'
import { runJob } from '../follow-job.ts'
import type { Site, Stage } from '../stage.ts'

/** What a job with a second attempt is told as, in the alphabet's order: events come in none. */
const told = [
  ...['agent.executed', 'agent.failed', 'job.completed', 'job.started', 'job.submitted'],
  ...['step.completed', 'step.failed', 'step.retried', 'step.started'],
]

const patienceMs = 60_000

export function eventChecks({ target, signal }: Site): readonly Check<Stage>[] {
  return [
    {
      title: 'the stage’s event bus is told what happens to a job',
      expected: told.join(', '),
      async meet({ client, project }) {
        const listener = await listenTo(target, project.stackName)
        try {
          const { jobId } = await runJob(client, { workflow: 'flaky', input: {} })
          const heard = new Set<string>()
          const givesUpAt = performance.now() + patienceMs
          while (heard.size < told.length && performance.now() < givesUpAt && !signal.aborted)
            for (const event of await listener.hear()) if (event.jobId === jobId) heard.add(event.eventType ?? '')
          return [...heard].sort().join(', ')
        } finally {
          await listener.close()
        }
      },
    },
  ]
}
