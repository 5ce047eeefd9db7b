/** What simulated agents do when nobody says so. */
import type { JsonValue } from '../../core/json.ts'
import { maxInlineBytes } from '../../core/payload.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import { hashOf } from './random.ts'
import type { Work } from './seed.ts'

/** Work that always means the same: accidents and retries do not change what a step answers. */
export function steadyBehaviour(seed: number): (call: AttemptCall) => Work {
  return (call) => {
    const draw = hashOf(`${seed}/${call.jobId}/${call.stepId}`)
    const ms = workMs(seed, call)
    if (draw % 15 === 0 && call.agent !== 'spare') {
      return { ms, end: { status: 'failed', error: { code: 'BROKEN', message: 'always', retryable: false } } }
    }
    return { ms, end: { status: 'completed', output: outputOf(seed, call) } }
  }
}

/** Work that goes well this time and fails the next. */
export function moodyBehaviour(seed: number): (call: AttemptCall) => Work {
  return (call) => {
    const mood = hashOf(`${seed}/${call.jobId}/${call.stepId}/${call.epoch}/${call.attempt}`) % 20
    const ms = mood === 1 ? call.timeoutMs + 1 : workMs(seed, call)
    const isBroken = hashOf(`${seed}/${call.jobId}/${call.stepId}`) % 30 === 0
    if (mood === 0 || isBroken) return { ms, end: { status: 'crashed', reason: 'outOfMemory' } }
    if (mood < 6) return { ms, end: { status: 'failed', error: { code: 'MOODY', message: 'this time' } } }
    if (mood === 6)
      return { ms, end: { status: 'failed', error: { code: 'MOODY', message: 'for good', retryable: false } } }
    return { ms, end: { status: 'completed', output: outputOf(seed, call) } }
  }
}

function workMs(seed: number, { jobId, stepId, attempt }: AttemptCall): number {
  return 20 + (hashOf(`${seed}/${jobId}/${stepId}/${attempt}/ms`) % 5_000)
}

/** Says which attempt it comes from, so that a mix-up shows; now and then too large to stay in the table. */
function outputOf(seed: number, { jobId, stepId, epoch, attempt }: AttemptCall): JsonValue {
  const n = (seed % 3) - 1
  const output = { n, from: stepId, epoch, attempt }
  return hashOf(`${jobId}/${stepId}/size`) % 12 === 0 ? { ...output, filling: 'x'.repeat(maxInlineBytes) } : output
}
