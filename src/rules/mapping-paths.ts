import { isJsonObject, type JsonValue } from '../core/json.ts'
import { parseTemplate, wholeSlot } from './template.ts'

/** A path that a mapping reads. */
export interface MappingPath {
  readonly root: 'input' | 'results'
  /** Below the root; of results the first is the name. */
  readonly keys: readonly (string | number)[]
  /** It stands within other text: only a scalar can be put there. */
  readonly inText: boolean
}

/** The paths that a checked mapping reads of the job, in order; a name of the place (`region` of a map) is none of them. */
export function mappingPaths(template: JsonValue): MappingPath[] {
  if (typeof template === 'string') return slotPaths(template)
  if (Array.isArray(template)) return template.flatMap(mappingPaths)
  return isJsonObject(template) ? Object.values(template).flatMap(mappingPaths) : []
}

const roots: Readonly<Record<string, MappingPath['root']>> = {
  input: 'input',
  results: 'results',
  prev_step: 'results',
}

function slotPaths(text: string): MappingPath[] {
  const parts = parseTemplate(text)
  const inText = wholeSlot(parts) === undefined
  return parts.flatMap((part) => {
    if (typeof part === 'string') return []
    const root = Object.hasOwn(roots, part.path.root) ? roots[part.path.root] : undefined
    return root === undefined ? [] : [{ root, keys: part.path.keys.map(({ key }) => key), inText }]
  })
}
