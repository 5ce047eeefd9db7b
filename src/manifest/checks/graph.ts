import { nearestName } from '../../core/near-name.ts'
import type { PlacedStep } from '../compile-steps.ts'
import { valueAtPath } from '../describe.ts'
import { nearArgs } from '../report.ts'
import type { Context } from './context.ts'

/** Needs of `steps:` graphs: they exist, end, and can be met. */
export function checkGraphs(context: Context): void {
  for (const { rules } of context.workflows) {
    for (const { written, whenTrue, path } of rules) {
      if (written.steps !== undefined && written.agents === undefined) {
        checkGraph(whenTrue, {
          context,
          names: Object.keys(written.steps),
          intact: !context.draft.isDamaged([...path, 'steps']),
        })
      }
    }
  }
}

interface Graph {
  readonly context: Context
  readonly names: readonly string[]
  readonly intact: boolean
}

function checkGraph(steps: readonly PlacedStep[], graph: Graph): void {
  for (const step of steps) {
    checkNeeds(step, graph)
    checkJoin(step, graph)
  }
  const circle = findCircle(new Map(steps.map(({ template }) => [template.name, template.needs])))
  if (circle === undefined) return
  const { draft, report } = graph.context
  const first = steps.find(({ template }) => template.name === circle[0])
  if (first !== undefined)
    report.error('MANIFEST_CYCLE', draft.source.keyAt([...first.path, 'needs']), { way: circle.join(' -> ') })
}

function checkNeeds({ template, path }: PlacedStep, { context, names, intact }: Graph): void {
  const { draft, report } = context
  for (const [index, need] of template.needs.entries()) {
    const at = draft.source.valueAt([...path, 'needs', index])
    if (need === template.name) report.error('MANIFEST_SELF_NEED', at, { step: template.name })
    else if (!names.includes(need) && intact) {
      report.error('MANIFEST_UNKNOWN_STEP', at, {
        step: template.name,
        name: need,
        ...nearArgs(nearestName(need, names)),
      })
    }
  }
}

function checkJoin({ template, path }: PlacedStep, { context }: Graph): void {
  const { draft, report } = context
  const { join, needs, name } = template
  const different = new Set(needs).size
  if (draft.isDamaged(path)) return
  const problem = joinProblem(typeof join === 'object' ? join.atLeast : undefined, different)
  const written = valueAtPath(draft.source.document, [...path, 'join']) !== undefined
  if (written && problem !== undefined) {
    report.error('MANIFEST_JOIN', draft.source.keyAt([...path, 'join']), { step: name, problem })
  }
}

function joinProblem(atLeast: number | undefined, needs: number): string | undefined {
  if (needs === 0) return 'but needs no step'
  return atLeast !== undefined && atLeast > needs ? `at least ${atLeast} of its ${needs} needs` : undefined
}

interface Walk {
  readonly needs: ReadonlyMap<string, readonly string[]>
  /** Whose needs all end. */
  readonly done: Set<string>
}

/** The names along one circle, its first repeated at the end. A step that needs itself is none: that is said elsewhere. */
function findCircle(needs: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const walk: Walk = { needs, done: new Set() }
  for (const start of needs.keys()) {
    const circle = walkFrom(start, walk)
    if (circle !== undefined) return circle
  }
  return undefined
}

/** Depth first and iterative: a chain of 1,000 needs is legal. */
function walkFrom(start: string, { needs, done }: Walk): string[] | undefined {
  const way: { readonly name: string; next: number }[] = [{ name: start, next: 0 }]
  const open = new Set([start])
  for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
    const { name } = top
    const need = done.has(name) ? undefined : needs.get(name)?.[top.next++]
    if (need === undefined) {
      done.add(name)
      open.delete(name)
      way.pop()
      continue
    }
    if (need === name || done.has(need) || !needs.has(need)) continue
    if (open.has(need)) return [...way.map((step) => step.name).slice([...open].indexOf(need)), need]
    way.push({ name: need, next: 0 })
    open.add(need)
  }
  return undefined
}
