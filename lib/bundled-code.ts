import { Code } from 'aws-cdk-lib/aws-lambda'
import type { StagedFolder, StagedHandlers } from './bundling/stage-folders.ts'
import type { LambdaCode } from './lambda-code.ts'

/** Code in the folders that `stageFolders` placed. An agent without one throws: the definition was another. */
export function bundledCode({ handlers, agents, definition }: StagedHandlers): LambdaCode {
  return {
    handler: (name) => codeIn(handlers[name]),
    definition: () => codeIn(definition),
    agent(name) {
      const staged = agents[name]
      if (staged === undefined) throw new Error(`Agent ${name} was not bundled`)
      return codeIn(staged)
    },
  }
}

function codeIn({ folder, hash }: StagedFolder): Code {
  return Code.fromAsset(folder, { assetHash: hash })
}
