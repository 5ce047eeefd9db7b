import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { HandlerName } from './bundling/bundle-platform.ts'

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
