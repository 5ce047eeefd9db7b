import type { Code } from 'aws-cdk-lib/aws-lambda'

/** The platform's own Lambdas. */
export type HandlerName = 'planner' | 'api' | 'sweeper' | 'dead-letters' | 'events'

/**
 * Where the code of each Lambda is: a folder whose `index.mjs` exports `handler`. A new `Code` for every call, because one
 * belongs to one stack.
 */
export interface LambdaCode {
  handler(name: HandlerName): Code
  agent(name: string): Code
  /** A layer's: what new jobs follow, where the API finds it. */
  definition(): Code
}
