import { Code } from 'aws-cdk-lib/aws-lambda'
import type { BundledHandlers } from './bundle-handlers.ts'
import type { LambdaCode } from './lambda-code.ts'

/** Code in the folders that `bundleHandlers` wrote. An agent without one throws: the definition was another. */
export function bundledCode({ handlers, agents, definition }: BundledHandlers): LambdaCode {
  return {
    handler: (name) => Code.fromAsset(handlers[name]),
    definition: () => Code.fromAsset(definition),
    agent(name) {
      const folder = agents[name]
      if (folder === undefined) throw new Error(`Agent ${name} was not bundled`)
      return Code.fromAsset(folder)
    },
  }
}
