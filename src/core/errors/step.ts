import type { ErrorEntry } from './error-entry.ts'

/** How an attempt at a step can end badly. The code is on the step, and names the policy that follows. */
export const stepErrors = {
  STEP_FAILED: { message: '{message}' },
  STEP_TIMED_OUT: {
    message: 'Attempt ran longer than its {timeout}',
    hint: 'Raise runtime.timeout of agent {agent}, or make it faster',
  },
  STEP_CRASHED: {
    message: 'Attempt ended its process: {reason}',
    hint: 'Look for process.exit and unhandled rejections in agent {agent}',
  },
  STEP_OUT_OF_MEMORY: {
    message: 'Attempt needed more than its {memory} of memory',
    hint: 'Raise runtime.memory of agent {agent}',
  },
  STEP_CRASH_LOOP: {
    message: 'Step crashed {count} times in a row, the last time: {reason}',
    hint: 'Run the agent alone: troupe test {agent}',
  },
  STEP_INTERRUPTED: { message: 'The platform stopped while the attempt ran' },
  STEP_CANCELLED: { message: 'Attempt was stopped because its job was cancelled' },
  STEP_LEASE_EXPIRED: { message: 'Attempt claimed the step and was not heard of for {lease}' },
  STEP_INPUT_INVALID: {
    message: 'Input of agent {agent} does not match its schema: {problem}',
    hint: 'Correct the input, the mapping that makes it, or the input schema of agent {agent}',
  },
  STEP_OUTPUT_INVALID: {
    message: 'Output of agent {agent} does not match {schema}: {problem}',
    hint: 'Correct what agent {agent} returns, or its schema',
  },
  STEP_OUTPUT_UNSERIALISABLE: {
    message: 'Output of agent {agent} is not JSON: {problem}',
    hint: 'Return plain values: await promises, and leave out functions, cycles, NaN and BigInt',
  },
} as const satisfies Record<string, ErrorEntry>
