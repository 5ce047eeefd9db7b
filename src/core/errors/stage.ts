import type { ErrorEntry } from './error-entry.ts'

/** A deployed stage, from outside. */
export const stageErrors = {
  STAGE_NOT_DEPLOYED: {
    message: 'Stage {stage} is not deployed: there is no stack {stack} in {region}',
    hint: 'Deploy it: troupe deploy --stage {stage}',
  },
  STAGE_UNUSABLE: {
    message: 'Stage {stage} cannot be used: its stack {stack} is in state {status}',
    hint: 'Wait if it is still at work, else deploy it again: troupe deploy --stage {stage}',
  },
  STAGE_INCOMPLETE: {
    message: 'Stage {stage} does not say its {output}: another version deployed it',
    hint: 'Deploy it again: troupe deploy --stage {stage}',
  },
  STAGE_LOGIN_MISSING: {
    message: 'Stage {stage} wants {what}, and {name} is not set',
    hint: 'Set the environment variable {name}',
  },
  STAGE_AGENT_MISSING: {
    message: 'Stage {stage} has no function of agent {agent}',
    hint: 'Deploy it: troupe deploy --stage {stage}',
  },
} as const satisfies Record<string, ErrorEntry>
