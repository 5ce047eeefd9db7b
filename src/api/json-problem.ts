/**
 * Why a parsed value is not taken, or undefined: `tooDeep`, a key that JavaScript reads as the prototype, or a number
 * that became infinite (it would be kept as null). Iterative, so that hostile depth cannot overflow the stack.
 * @param maxDepth levels of nesting: a scalar is 0, `[]` is 1, `[[]]` is 2
 */
export function jsonProblem(value: unknown, maxDepth: number): string | undefined {
  const open: [unknown, number][] = [[value, 0]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, depth] = next
    const problem = problemOf(node, depth >= maxDepth)
    if (problem !== undefined) return problem
    for (const child of Object.values(node ?? {})) if (isSuspect(child)) open.push([child, depth + 1])
  }
  return undefined
}

function problemOf(node: unknown, isDeepest: boolean): string | undefined {
  if (typeof node === 'number' && !Number.isFinite(node)) return 'holds a number beyond 1.8e308'
  if (typeof node !== 'object' || node === null) return undefined
  if (isDeepest) return 'tooDeep'
  return Object.hasOwn(node, '__proto__') ? 'has a key __proto__, which is not allowed anywhere' : undefined
}

/** Most of a large body is text, which needs no look (and would come apart into its characters). */
function isSuspect(value: unknown): boolean {
  return typeof value === 'object' ? value !== null : typeof value === 'number'
}
