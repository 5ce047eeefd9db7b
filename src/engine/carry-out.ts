/** Does what the planner decided, after the save. Every command may be carried out twice: claims and versions make it harmless. */
import type { Command } from '../core/command.ts'
import type { Definition } from '../core/definition.ts'
import { Fault } from '../core/fault.ts'
import type { Job } from '../core/job.ts'
import { stepOf } from '../core/plan.ts'
import { workflowOf } from '../planner/draft.ts'
import type { Evidence } from '../planner/evidence.ts'
import { leftMicroUsd } from '../planner/job-budget.ts'
import type { EnginePorts } from './engine-ports.ts'
import { stepInput } from './step-input.ts'

/**
 * Settles when every command was accepted; throws when one was not, so that the message that caused it comes back.
 * @returns steps that could not be given their input: their attempts have failed before they began
 */
export async function carryOut(
  ports: EnginePorts,
  { definition, job }: { definition: Definition; job: Job },
  commands: readonly Command[],
): Promise<Evidence[]> {
  const refused = await Promise.all(
    commands.map(async (command): Promise<Evidence | undefined> => {
      switch (command.kind) {
        case 'startStep':
          return await start(ports, { definition, job }, command)
        case 'abortStep':
          await ports.invoker.abort(command)
          return undefined
        case 'wakeJob':
          await ports.queue.send([{ kind: 'wake', jobId: command.jobId }], Math.max(0, command.at - ports.clock.now()))
          return undefined
      }
    }),
  )
  return refused.filter((evidence) => evidence !== undefined)
}

async function start(
  ports: EnginePorts,
  { definition, job }: { definition: Definition; job: Job },
  command: Command & { kind: 'startStep' },
): Promise<Evidence | undefined> {
  const step = stepOf(job.steps, command.stepId)
  if (step === undefined) return undefined
  try {
    const given = await stepInput(ports, definition, { job, step })
    const { kind: _kind, ...attempt } = command
    const { priority, workflow, tenant, labels } = job
    const left = leftMicroUsd(workflowOf(definition, workflow), job.steps)
    const budget = typeof left === 'number' ? { budgetMicroUsd: Math.max(0, left) } : {}
    await ports.invoker.invoke({ ...attempt, ...given, priority, workflow, tenant, labels, ...budget })
    return undefined
  } catch (error) {
    if (!(error instanceof Fault) || error.retryable) throw error
    const { stepId, epoch, attempt } = command
    const failure = { code: error.code, message: error.message, retryable: false }
    return { stepId, epoch, attempt, at: ports.clock.now(), end: { kind: 'failed', error: failure } }
  }
}
