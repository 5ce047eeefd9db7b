import type { PlanPreview, RulePreview, StepPreview } from '../../planner/preview-plan.ts'

interface Node {
  readonly id: string
  readonly step: StepPreview
}

interface Group {
  readonly title: string
  readonly isOpen: boolean
  readonly nodes: readonly Node[]
}

/**
 * The steps as a Mermaid flowchart: a box per branch, an arrow per need. Branches that are decided later are reached by
 * dotted arrows; the first steps of a rule come after the last ones of the rules before.
 */
export function renderMermaid(preview: PlanPreview): string {
  const lines = ['flowchart TD']
  let before: readonly Node[] = []
  for (const [index, rule] of preview.rules.entries()) {
    const groups = groupsOf(rule, index).filter(({ nodes }) => nodes.length > 0)
    for (const group of groups) lines.push(...groupLines(group), ...arrowLines(group, before))
    const ends = groups.flatMap(({ nodes }) => nodes.filter((node) => isLast(node, nodes)))
    // A rule without steps, or one that may have none, does not hide what came before it.
    if (groups.length > 0) before = rule.verdict === null ? [...before, ...ends] : ends
  }
  return `${lines.join('\n')}\n`
}

function groupsOf(rule: RulePreview, index: number): Group[] {
  const isOpen = rule.verdict === null
  const group = (branch: string, steps: readonly StepPreview[]): Group => ({
    title: isOpen ? `${rule.name}: if ${branch}` : `${rule.name}: ${rule.verdict}`,
    isOpen,
    nodes: steps.map((step, at) => ({ id: `r${index}${branch.charAt(0)}${at}`, step })),
  })
  return [group('true', rule.steps), group('false', rule.otherwise ?? [])]
}

function groupLines({ title, nodes }: Group): string[] {
  const [first] = nodes
  return [
    `  subgraph g${first?.id}["${label(title)}"]`,
    ...nodes.map(
      ({ id, step }) => `    ${id}${step.kind === 'wait' ? `(["${label(step.name)}"])` : `["${label(step.name)}"]`}`,
    ),
    '  end',
  ]
}

function arrowLines({ nodes, isOpen }: Group, before: readonly Node[]): string[] {
  const byName = new Map(nodes.map((node) => [node.step.name, node.id]))
  return nodes.flatMap(({ id, step }) => {
    if (step.needs.length === 0) return before.map((end) => `  ${end.id} ${isOpen ? '-.->' : '-->'} ${id}`)
    return step.needs.map((need) => `  ${byName.get(need)} ${step.when === undefined ? '-->' : '-.->'} ${id}`)
  })
}

function isLast({ step }: Node, nodes: readonly Node[]): boolean {
  return !nodes.some((other) => other.step.needs.includes(step.name))
}

/** Inside quotes only these end a label or begin an entity. */
function label(text: string): string {
  return text.replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll('<', '#lt;')
}
