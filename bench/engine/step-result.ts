/** What a step answers, about 1 KB: which results it was given, and its job's id, many times. */
export interface StepResult {
  readonly from: readonly string[]
  readonly text: string
}

/** As long as the ids that Troupe gives. */
export function jobIdOf(index: number): string {
  return `${index}-`.padEnd(26, 'job')
}

export function resultOf(jobId: string, given: readonly string[]): StepResult {
  return { from: given, text: jobId.repeat(40) }
}

/** Throws when the result of a job's last step does not come from the three before it. */
export function checkLast(jobId: string, result: StepResult): void {
  const expected = JSON.stringify(resultOf(jobId, ['left', 'middle', 'right']))
  if (JSON.stringify(result) !== expected) throw new Error(`job ${jobId} answered ${JSON.stringify(result)}`)
}
