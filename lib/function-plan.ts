/** What one Lambda is given, whoever it is. */
export interface FunctionPlan {
  readonly description: string
  readonly timeoutSeconds: number
  readonly memoryMb: number
  /** Without the names of the table, the queue and the bucket, which are known at deployment only. */
  readonly environment: Readonly<Record<string, string>>
}

/** What all Lambdas of a stage have in common. */
export interface StagePlan {
  readonly project: string
  readonly stage: string
  /** What the names of all agents' functions begin with. */
  readonly agentPrefix: string
  readonly environment: FunctionPlan['environment']
}
