/**
 * The engine's only loop: load, fold, decide, save, carry out.
 *
 * P1  a job changes only by a save conditional on its version;
 * P2  a decision is made only from the state just loaded or just saved;
 * P9  facts are hints: dropped, doubled, late and reordered ones end in the same state.
 *
 * Save, then act: a throw after the save brings the facts back, and what was not done is done then.
 */
import type { Command } from '../core/command.ts'
import type { Definition } from '../core/definition.ts'
import type { Fact } from '../core/fact.ts'
import { Fault } from '../core/fault.ts'
import type { Job } from '../core/job.ts'
import { stepOf } from '../core/plan.ts'
import { isTerminal } from '../core/status.ts'
import type { Step } from '../core/step.ts'
import { type Decision, decide } from '../planner/decide.ts'
import type { Evidence } from '../planner/evidence.ts'
import { fold } from '../planner/fold.ts'
import { attemptTimeoutMs } from '../planner/start-steps.ts'
import { carryOut } from './carry-out.ts'
import { definitionOf } from './definitions.ts'
import type { EnginePorts } from './engine-ports.ts'
import { attemptKey, gatherEvidence } from './gather-evidence.ts'
import { loadOutputs } from './outputs.ts'
import { loadPayload } from './payloads.ts'
import { readingOnce } from './reading-once.ts'

/** Saves lost to other writers in a row before the facts go back to the queue. */
const maxConflicts = 5

/**
 * Takes facts about one job to their consequences. Settles when everything is saved and carried out; the facts may be
 * acknowledged then. Throws retryable faults of stores and queues and `STORE_CONFLICT`: the facts must come back. Other
 * throws (`DEFINITION_MISSING`, `BLOB_MISSING`) do not get better: see `failJob`.
 */
export async function advanceJob(ports: EnginePorts, jobId: string, facts: readonly Fact[]): Promise<void> {
  const reading = readingOnce(ports)
  for (let conflicts = 0; conflicts < maxConflicts; conflicts++) {
    const job = await ports.store.loadJob(jobId)
    if (job === undefined)
      return ports.log('warn', 'facts for an unknown job', { jobId, facts: facts.map(({ kind }) => kind) })
    if (isTerminal(job.status)) return ports.log('debug', 'facts for an ended job', { jobId, status: job.status })
    const definition = await definitionOf(ports.store, job)
    const { evidence, unclaimed } = await gatherEvidence(reading, definition, { job, facts })
    const again = unclaimed.map((step) => startAgain(definition, job, step))
    if (await moveOn(reading, { definition, job, evidence, again })) return
    ports.meter.count('job_save_conflicts')
  }
  throw new Fault('STORE_CONFLICT', { jobId, attempts: maxConflicts }, { retryable: true })
}

interface Move {
  readonly definition: Definition
  readonly job: Job
  readonly evidence: readonly Evidence[]
  /** Starts of attempts that nobody claimed yet. */
  readonly again: readonly Command[]
}

/** False when another writer was first: the caller loads again. */
async function moveOn(ports: EnginePorts, move: Move): Promise<boolean> {
  const { definition } = move
  let { job, evidence, again } = move
  // A step that cannot be given its input fails before it starts, which is news again. Each round ends an attempt.
  for (;;) {
    const decision = await decideWithOutputs(ports, definition, fold(job, evidence))
    if (decision.job !== job) {
      const next = { ...decision.job, version: job.version + 1, updatedAt: ports.clock.now() }
      if (!(await ports.store.saveJob(next))) return false
      observe(ports, job, next)
      job = next
    }
    const current = job
    const stillDue = again.filter((command) => 'stepId' in command && isRunning(current, command.stepId))
    evidence = await carryOut(ports, { definition, job }, [...decision.commands, ...stillDue])
    if (evidence.length === 0) return true
    again = []
  }
}

async function decideWithOutputs(ports: EnginePorts, definition: Definition, job: Job): Promise<Decision> {
  const input = await loadPayload(ports.blobs, job.input)
  const results = new Map()
  for (;;) {
    const known = { now: ports.clock.now(), input, results, random: ports.ids.random, token: ports.ids.token }
    const decision = decide(definition, job, known)
    if (decision.wants.length === 0) return decision
    const wanted = decision.wants.flatMap((stepId) => stepOf(job.steps, stepId) ?? [])
    for (const [stepId, output] of await loadOutputs(ports, job, wanted)) results.set(stepId, output)
  }
}

/** The same attempt with the same token: if the first start was carried out after all, the claim lets one run. */
function startAgain(definition: Definition, job: Job, step: Step): Command {
  const timeoutMs = attemptTimeoutMs(definition, job, step)
  return { kind: 'startStep', ...attemptKey(job, step), token: step.token ?? '', timeoutMs }
}

function isRunning(job: Job, stepId: string): boolean {
  return stepOf(job.steps, stepId)?.status === 'running'
}

function observe(ports: EnginePorts, before: Job, after: Job): void {
  if (before.status === after.status) return
  const hasEnded = isTerminal(after.status)
  const { jobId, workflow, version } = after
  ports.log(hasEnded ? 'info' : 'debug', `job ${after.status}`, { jobId, workflow, version })
  if (!hasEnded) return
  ports.meter.count('jobs_finished', { status: after.status, workflow: after.workflow })
  ports.meter.observe('job_duration_ms', (after.finishedAt ?? 0) - after.createdAt, { workflow: after.workflow })
}
