/**
 * The checked agents.yaml that new jobs follow, as a Lambda layer of its own: an agent that is added changes it, and not the
 * code of the API that reads it.
 *
 * A module of a layer is found by `require`, which looks into NODE_PATH; `import` does not.
 * (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-layers.html)
 */
import type { Definition } from '../../src/core/definition.ts'

const module = 'troupe-definition/definition.json'

/** Where Lambda's NODE_PATH points to in a layer. */
export const layerModules = 'nodejs/node_modules'

/** `#definition` of src/handlers. */
export const definitionImport = {
  module,
  source: `export const { definition, version } = require(${JSON.stringify(module)})\n`,
} as const

/** The one file of the layer. @param version of the platform that bundled it */
export function definitionFile(definition: Definition, version: string): readonly [path: string, text: string] {
  return [`${layerModules}/${module}`, JSON.stringify({ definition, version })]
}
