/** How a command ends, for scripts. The numbers are part of the CLI's contract. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  /** Wrong usage, or a file or input that is not valid. */
  usage: 2,
  notFound: 3,
  /** Something must be given that only a terminal could ask for, or a login. */
  needsInput: 4,
  conflict: 5,
  timedOut: 6,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** By error code: exact, or all that begin with it when it ends in `_`. The first that fits counts; none: failed. */
const codes: readonly (readonly [code: string, exitCode: ExitCode])[] = [
  ['MANIFEST_UNKNOWN_STAGE', exitCodes.notFound],
  ['MANIFEST_', exitCodes.usage],
  ['RULE_SYNTAX', exitCodes.usage],
  ['MAPPING_SYNTAX', exitCodes.usage],
  ['JOB_INPUT_INVALID', exitCodes.usage],
  ['CLI_USAGE', exitCodes.usage],
  ['CLI_OPTION_INVALID', exitCodes.usage],
  ['CLI_INPUT_UNREADABLE', exitCodes.usage],
  ['CLI_URL_INVALID', exitCodes.usage],
  ['STAGE_NOT_CONFIRMED', exitCodes.usage],
  ['API_', exitCodes.usage],
  ['JOB_NOT_FOUND', exitCodes.notFound],
  ['JOB_STEP_UNKNOWN', exitCodes.notFound],
  ['AGENT_NOT_FOUND', exitCodes.notFound],
  ['WORKFLOW_NOT_FOUND', exitCodes.notFound],
  ['STAGE_NOT_DEPLOYED', exitCodes.notFound],
  ['STAGE_AGENT_MISSING', exitCodes.notFound],
  ['LOG_', exitCodes.notFound],
  ['AWS_CREDENTIALS_', exitCodes.needsInput],
  ['AWS_REGION_MISSING', exitCodes.needsInput],
  ['STAGE_LOGIN_MISSING', exitCodes.needsInput],
  ['CLI_ACCESS_REFUSED', exitCodes.needsInput],
  ['DEPLOY_TOOLS_MISSING', exitCodes.needsInput],
  ['CLI_INPUT_NEEDED', exitCodes.needsInput],
  ['CLI_SAMPLE_MISSING', exitCodes.needsInput],
  ['JOB_TERMINAL', exitCodes.conflict],
  ['JOB_NOT_TERMINAL', exitCodes.conflict],
  ['JOB_KEY_REUSED', exitCodes.conflict],
  ['STORE_CONFLICT', exitCodes.conflict],
  ['DEPLOY_STACK_BUSY', exitCodes.conflict],
  ['STAGE_PROTECTED', exitCodes.conflict],
  ['DATA_DIRECTORY_IN_USE', exitCodes.conflict],
  ['PORT_IN_USE', exitCodes.conflict],
  ['CLI_FILE_EXISTS', exitCodes.conflict],
  ['CLI_WAIT_TIMED_OUT', exitCodes.timedOut],
]

/** The exit code of an error, by its code: one of ours, or one that a server sent. */
export function exitCodeOf(code: string): ExitCode {
  const fitting = codes.find(([known]) => (known.endsWith('_') ? code.startsWith(known) : code === known))
  return fitting?.[1] ?? exitCodes.failed
}
