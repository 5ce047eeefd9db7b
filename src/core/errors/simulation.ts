import type { ErrorEntry } from './error-entry.ts'

/** What `troupe simulate` finds in a workflow. */
export const simulationErrors = {
  SIMULATION_STUCK: { message: 'Job of seed {seed} never ends: {problem}', hint: 'Report it with its replay' },
  SIMULATION_INVARIANT_BROKEN: {
    message: 'Invariant {invariant} is broken in seed {seed}: {problem}',
    hint: 'Report it with its replay',
  },
  SIMULATION_JOBS_FAILED: {
    message: '{count} ended as {code}: {problem}',
    hint: 'Correct the rules, or what the input may be',
  },
  SIMULATION_STEP_FAILED: {
    message: 'Step {step} of rule {rule} failed in {count} with {code}: {problem}',
    hint: 'Correct what the step is given, or let its agents always give what it reads',
  },
  SIMULATION_BRANCH_UNREACHED: {
    message: 'Branch {branch} of rule {rule} was not taken in {seeds}, {aimed} of them aimed at it: {reason}',
    hint: 'Correct the condition `{condition}`, or remove the branch',
  },
  SIMULATION_STEP_UNREACHED: {
    message: 'Step {step} of rule {rule} did not run in {seeds}, {aimed} of them aimed at it: {reason}',
    hint: 'Correct what it needs, or remove the step',
  },
  SIMULATION_AGENT_UNUSED: {
    message: 'Agent {agent} was not used in {seeds}: {reason}',
    hint: 'Correct what leads to it, or remove the agent',
  },
  SIMULATION_INPUT_NOT_DRAWN: {
    message: 'No input was found that input_schema of workflow {workflow} allows',
    hint: 'Give one: --input <file or JSON>',
  },
  SIMULATION_SCHEMA_UNREADABLE: {
    message: 'Schema {schema} of agent {agent} cannot be read: {problem}',
    hint: 'Make it with zod 4, so that results can be drawn from it',
  },
} as const satisfies Record<string, ErrorEntry>
