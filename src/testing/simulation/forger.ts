/** Somebody with the rights of an agent but without the tokens of its attempts: its results must never count. */
import type { AttemptOutcome } from '../../core/result.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import { nameOf } from './names.ts'
import type { SimulatedQueue } from './simulated-queue.ts'
import type { Watch } from './watch.ts'
import { watchedStore } from './watched-store.ts'
import type { World } from './world.ts'

export interface Forger {
  /** May write a result of the attempt, before or after its own claim. */
  consider(call: AttemptCall): void
}

const forged: AttemptOutcome = { status: 'completed', output: { json: { n: 1, from: 'forger' }, bytes: 25 } }

export function createForger({ world, watch, queue }: { world: World; watch: Watch; queue: SimulatedQueue }): Forger {
  const steps = new Set<string>()
  const forge = async (call: AttemptCall): Promise<void> => {
    const { jobId, stepId, epoch, attempt, agent } = call
    const process = world.process('forger')
    const store = watchedStore(watch, process)
    const key = { jobId, stepId, epoch, attempt, agent }
    const claimed = await store.claimResult({ ...key, owner: process.name, token: 'guessed', startedAt: world.now })
    const recorded = await store.recordResult({ ...key, owner: process.name, outcome: forged, finishedAt: world.now })
    world.note(
      process,
      `forges ${nameOf(call)}: ${claimed ? 'claimed' : 'not claimed'}, ${recorded ? 'recorded' : 'not recorded'}`,
    )
    if (world.random.chance(0.5)) queue.send([{ kind: 'step.completed', jobId, stepId, epoch, attempt }], 0)
  }
  return {
    consider(call) {
      const step = `${call.jobId}/${call.stepId}`
      // Once a step: a forged claim is an interruption, and ten of them give the step up.
      if (steps.has(step) || !world.strikes(world.weather.perForgery)) return
      steps.add(step)
      world.count.forged += 1
      world.schedule({ run: () => forge(call) }, world.now + world.random.below(1_500))
    },
  }
}
