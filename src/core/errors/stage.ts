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
  STAGE_DELETION_FAILED: {
    message: 'Stage {stage} was not deleted: {problem}',
    hint: 'Try again: troupe destroy --stage {stage}',
  },
  STAGE_PROTECTED: {
    message: 'Stage {stage} is protected from deletion',
    hint: 'Take the protection off first: {command}',
  },
  STAGE_NOT_CONFIRMED: {
    message: 'Nothing was deleted: the stage is {stage}, and {met} was given',
    hint: 'Give its name: {flag}',
  },
} as const satisfies Record<string, ErrorEntry>
