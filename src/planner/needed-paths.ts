import type { Workflow } from '../core/definition.ts'
import { type MappingPath, mappingPaths } from '../rules/mapping-paths.ts'

/** A path that a step's `with` reads, and that should lead to something; of results the first key is the name. */
export type NeededPath = Omit<MappingPath, 'inText'>

export function neededPaths({ rules }: Workflow): NeededPath[] {
  const templates = rules.flatMap(({ whenTrue, whenFalse }) => [...whenTrue, ...whenFalse])
  return templates.flatMap((template) => (template.with === undefined ? [] : mappingPaths(template.with)))
}
