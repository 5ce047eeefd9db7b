import { submitJob } from '../../src/cli/jobs/jobs-api.ts'
import type { Check } from '../check.ts'
import { endOf, runJob } from '../follow-job.ts'
import { outline } from '../outline.ts'
import { grow } from '../project-copies.ts'
import { refusal } from '../refusal.ts'
import { codeOf, deploy, type Site, type Stage } from '../stage.ts'

/** One agent more: e2e/project/later.yaml. The checks belong together, in this order. */
export function redeployChecks(site: Site): readonly Check<Stage>[] {
  let waiting = { jobId: '', definition: '' }
  return [
    {
      title: 'a workflow that is not deployed yet is not known',
      expected: 'WORKFLOW_NOT_FOUND',
      meet: ({ client }) => refusal(submitJob(client, { workflow: 'later', input: {} }, undefined)),
    },
    {
      title: 'deployed again with one more agent, no other function’s code changes',
      expected: 'changed: none; new: latecomer',
      async meet({ client, project }) {
        waiting = await submitJob(client, { workflow: 'long_pause', input: {} }, undefined)
        const before = await codeOf(site, project)
        grow(project)
        await deploy(site, project)
        return difference(before, await codeOf(site, project))
      },
    },
    {
      title: 'the new agent takes part',
      expected: 'completed: latecomer completed',
      meet: async ({ client }) => outline(await runJob(client, { workflow: 'later', input: {} })),
    },
    {
      title: 'a job that waited meanwhile ends by the definition that it began with',
      expected: 'completed: wait completed, after completed; the same definition',
      async meet({ client }) {
        const job = await endOf(client, waiting.jobId)
        return `${outline(job)}; ${job.definition === waiting.definition ? 'the same' : 'another'} definition`
      },
    },
  ]
}

function difference(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string {
  const named = (names: readonly string[]) => names.map((name) => name.split('-').at(-1)).join(', ') || 'none'
  const changed = [...after].filter(([name, hash]) => before.has(name) && before.get(name) !== hash)
  const added = [...after.keys()].filter((name) => !before.has(name))
  return `changed: ${named(changed.map(([name]) => name))}; new: ${named(added)}`
}
