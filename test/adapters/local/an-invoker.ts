import { createLocalInvoker, type LocalInvokerOptions } from '../../../src/adapters/local/local-invoker.ts'
import type { AttemptCall } from '../../../src/ports/agent-invoker.ts'
import { aCall } from '../../builders.ts'

/** An invoker whose runs end when the test says so. */
export function anInvoker(options: Partial<LocalInvokerOptions>) {
  const started: string[] = []
  const running = new Map<string, AttemptCall>()
  const signals = new Map<string, AbortSignal>()
  const leaves = new Map<string, () => void>()
  const ends = new Map<string, PromiseWithResolvers<void>>()
  const invoker = createLocalInvoker({
    run(call, signal, leave) {
      started.push(call.jobId)
      leaves.set(call.jobId, leave)
      running.set(call.jobId, call)
      signals.set(call.jobId, signal)
      const end = Promise.withResolvers<void>()
      ends.set(call.jobId, end)
      return end.promise.finally(() => running.delete(call.jobId))
    },
    failed: (_call, error) => {
      throw error
    },
    maxRunning: 1,
    concurrencyOf: () => undefined,
    ...options,
  })
  const settled = () => new Promise((resume) => setImmediate(resume))
  return {
    invoker,
    started,
    running,
    signals,
    invoke: async (jobId: string, call?: Partial<AttemptCall>) => {
      await invoker.invoke(callOf(jobId, call))
      await settled()
    },
    leave: async (jobId: string) => {
      leaves.get(jobId)?.()
      await settled()
    },
    finish: async (jobId: string) => {
      ends.get(jobId)?.resolve()
      await settled()
    },
    break: async (jobId: string, error: unknown) => {
      ends.get(jobId)?.reject(error)
      await settled()
    },
  }
}

export function callOf(jobId: string, call: Partial<AttemptCall> = {}): AttemptCall {
  return aCall({ agent: 'worker', stepId: 'worker', jobId, ...call })
}
