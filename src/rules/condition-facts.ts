import type { Span } from '../core/fault.ts'
import { type Condition, evaluateCondition } from './condition.ts'
import { renderPath } from './path.ts'
import type { Expression, Path } from './syntax.ts'

/** What can be said of a condition before any job: for checks of agents.yaml. */

/** A path of the job's input that a condition reads. */
export interface InputPath {
  /** As a verdict names it: `input.rows[0]`. */
  readonly path: string
  /** Below `input`; a string is a key of a map, a number an index of a list. */
  readonly keys: readonly (string | number)[]
  /** Where it stands first. */
  readonly span: Span
}

/**
 * The input paths a condition reads, once each, in order: those whose absence makes a comparison false unseen.
 * What stands in `exists()` is left out: there the author asks for the absence.
 */
export function inputPaths({ expression }: Condition): InputPath[] {
  const found = new Map<string, InputPath>()
  for (const node of pathsIn(expression)) {
    const path = renderPath(node)
    if (node.root !== 'input' || found.has(path)) continue
    const { start, end } = node
    found.set(path, { path, keys: node.keys.map(({ key }) => key), span: { start, end } })
  }
  return [...found.values()]
}

/** The verdict of a condition that no job can change. Undefined: the job decides, or might. */
export function constantVerdict(condition: Condition): boolean | undefined {
  try {
    const { value, read, missing } = evaluateCondition(condition, { input: null, results: {} })
    // It was decided without a look at the data, so any other data gives the same verdict.
    return read.length === 0 && missing.length === 0 ? value : undefined
  } catch {
    return undefined
  }
}

function pathsIn(node: Expression): readonly Path[] {
  switch (node.kind) {
    case 'literal':
      return []
    case 'path':
      return [node]
    case 'list':
      return node.items.flatMap(pathsIn)
    case 'call':
      return node.name === 'exists' ? [] : node.args.flatMap(pathsIn)
    case 'comparison':
      return [...pathsIn(node.left), ...pathsIn(node.right)]
    case 'not':
      return pathsIn(node.operand)
    case 'and':
    case 'or':
      return node.operands.flatMap(pathsIn)
  }
}
