import { mkdtempSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadManifest } from '../../src/manifest/load-manifest.ts'
import { rounded } from '../figures.ts'
import { makeProjectFolder, type ProjectSource } from './project-folder.ts'
import { type JobRunner, openJobRunner } from './troupe-system.ts'

/** What a step costs in a plan of so many, several jobs at once. */
export interface PlanFigures {
  readonly shape: 'chain' | 'parallel'
  readonly steps: number
  readonly cpuMsPerStep: number
  readonly msPerStep: number
}

interface Plan {
  readonly shape: PlanFigures['shape']
  readonly steps: number
}

/** Jobs at once, and about so many steps measured for each plan. */
const concurrency = 8
const stepsMeasured = 4_000

async function largePlans({ plans, source }: { plans: Plan[]; source: ProjectSource }): Promise<PlanFigures[]> {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  try {
    makeProjectFolder(join(directory, 'project'), source)
    const { definition } = loadManifest(manifestOf(plans), { file: 'agents.yaml' })
    if (definition === undefined) throw new Error('the generated agents.yaml has errors')
    const runner = await openJobRunner(definition, { directory, agents: 'inProcess' })
    const [smallest] = plans
    if (smallest !== undefined) await costOf(runner, smallest)
    const figures: PlanFigures[] = []
    for (const plan of plans) figures.push(await costOf(runner, plan))
    await runner.engine.close()
    return figures
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function costOf(runner: JobRunner, plan: Plan): Promise<PlanFigures> {
  const jobs = Math.max(concurrency, Math.round(stepsMeasured / plan.steps))
  const steps = jobs * plan.steps
  const [cpu, startedAt] = [process.cpuUsage(), performance.now()]
  let next = 0
  const lane = async (): Promise<void> => {
    while (next++ < jobs) await runner.runJob({ workflow: nameOf(plan), input: null })
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  const { user, system } = process.cpuUsage(cpu)
  return {
    ...plan,
    cpuMsPerStep: rounded((user + system) / 1_000 / steps),
    msPerStep: rounded((performance.now() - startedAt) / steps),
  }
}

/** One workflow for each plan, all of the agent `start`; beside each other, the steps have one before and one after them. */
function manifestOf(plans: readonly Plan[]): string {
  const lines = plans.flatMap((plan) => {
    const many = Array.from({ length: plan.shape === 'chain' ? plan.steps : plan.steps - 2 }, () => 'start').join(', ')
    const entries = plan.shape === 'chain' ? many : `start, { parallel: [${many}] }, start`
    return [`  ${nameOf(plan)}:`, `    selection_rules: [{ name: all, agents: [${entries}] }]`]
  })
  const head = ['project: { name: plans, version: 1.0.0 }', 'agents: { start: { type: worker, description: Any } }']
  return [...head, 'workflows:', ...lines, ''].join('\n')
}

function nameOf({ shape, steps }: Plan): string {
  return `${shape}_${steps}`
}

if (import.meta.main) writeSync(1, `${JSON.stringify(await largePlans(JSON.parse(process.argv[2] ?? '')))}\n`)
