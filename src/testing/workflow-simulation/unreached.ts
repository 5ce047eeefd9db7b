import type { StepTemplate } from '../../core/definition.ts'
import { fallbackOf, type Goal } from '../../planner/goals.ts'
import type { SimulationFinding } from './findings.ts'
import type { PreparedWorkflow } from './prepared-workflow.ts'
import { pathReports, seenText } from './seen-values.ts'
import type { RuleTally, StepTally, Tally } from './tally.ts'

/** Branches that no seed took, steps that none ran, and agents that nobody needed: warnings, each with what was seen instead. */
export function unreachedFindings(tally: Tally, prepared: PreparedWorkflow): SimulationFinding[] {
  if (tally.seeds === 0) return []
  return [...branchFindings(tally, prepared), ...stepFindings(tally, prepared), ...agentFindings(tally, prepared)]
}

function branchFindings(tally: Tally, { workflow, goals }: PreparedWorkflow): SimulationFinding[] {
  return workflow.rules.flatMap(({ name, condition, whenTrue, whenFalse }, index) => {
    const rule = tally.rules[index]
    const branches = [
      { branch: 'then', verdict: true, steps: whenTrue },
      { branch: 'else', verdict: false, steps: whenFalse },
    ]
    const untaken = branches.filter(
      ({ verdict, steps }) => steps.length > 0 && rule?.[verdict ? 'true' : 'false'] === 0,
    )
    return untaken.map(({ branch, verdict }): SimulationFinding => {
      const goal = goals.find((one) => one.kind === 'rule' && one.rule === index && one.verdict === verdict)
      const args = {
        branch,
        rule: name,
        condition,
        reason: rule === undefined ? '' : ruleReason(rule),
        ...tried(tally, goal),
      }
      return { code: 'SIMULATION_BRANCH_UNREACHED', level: 'warning', args }
    })
  })
}

function ruleReason({ seen, undecided, ...counts }: RuleTally): string {
  if (counts.true + counts.false === 0) return `it was never decided, in none of ${undecided} jobs`
  return seenText(pathReports(seen)) || 'it reads nothing'
}

/** Steps whose branch was taken. */
function stepFindings(tally: Tally, { workflow, goals }: PreparedWorkflow): SimulationFinding[] {
  const idle = tally.steps.filter(({ planned, ran }) => planned > 0 && ran === 0)
  return idle.map((step): SimulationFinding => {
    const goal = goals.find((one) => one.kind === 'when' && one.template === step.template && one.runs)
    const rule = workflow.rules[step.rule]?.name ?? ''
    const args = { step: step.template.name, rule, reason: stepReason(step), ...tried(tally, goal) }
    return { code: 'SIMULATION_STEP_UNREACHED', level: 'warning', args }
  })
}

/** The cause of most skips. */
function stepReason({ template, skipped, seen }: StepTally): string {
  const [[cause = 'unknown'] = []] = [...skipped].sort((a, b) => b[1] - a[1])
  if (cause !== 'whenFalse') return `${causes[cause] ?? 'its job ended before'}`
  return `\`${template.when}\` was false: ${seenText(pathReports(seen))}`
}

const causes: Readonly<Record<string, string>> = {
  needs: 'a step that it needs was never completed',
  tooFewCompleted: 'too few of the steps that it needs were completed',
}

/** Agents that the workflow names, and those that no workflow names. */
function agentFindings({ attempts, seeds, ...tally }: Tally, prepared: PreparedWorkflow): SimulationFinding[] {
  const { definition } = prepared
  const idle = Object.values(definition.agents).filter(({ name, type }) => type === 'worker' && !attempts.has(name))
  return idle.flatMap(({ name }): SimulationFinding[] => {
    const reason = agentReason(name, { attempts, seeds, ...tally }, prepared)
    if (reason === undefined) return []
    return [
      { code: 'SIMULATION_AGENT_UNUSED', level: 'warning', args: { agent: name, seeds: `${seeds} seeds`, reason } },
    ]
  })
}

/** Undefined: another workflow uses it, or a finding about its step says so already. */
function agentReason(agent: string, { steps }: Tally, { definition, workflow }: PreparedWorkflow): string | undefined {
  const templates = steps.map(({ template }) => template)
  if (templates.some((template) => isBy(agent, template))) return undefined
  const relieved = steps.filter(({ template }) => fallbackOf(definition, template) === agent)
  const names = [...new Set(relieved.map(({ template }) => template.name))].join(', ')
  if (relieved.some(({ ran }) => ran > 0)) return `it takes over from ${names}, which never failed for good`
  if (relieved.length > 0) return undefined
  const others = Object.values(definition.workflows).filter(({ name }) => name !== workflow.name)
  const elsewhere = others.flatMap(({ rules }) =>
    rules.flatMap(({ whenTrue, whenFalse }) => [...whenTrue, ...whenFalse]),
  )
  const isUsed = elsewhere.some((one) => isBy(agent, one) || fallbackOf(definition, one) === agent)
  return isUsed ? undefined : 'no step names it'
}

function isBy(agent: string, { work }: StepTemplate): boolean {
  return work.kind === 'agent' && work.agent === agent
}

function tried({ seeds, aimed }: Tally, goal: Goal | undefined): { readonly seeds: string; readonly aimed: number } {
  return { seeds: `${seeds} seeds`, aimed: (goal && aimed.get(goal)) ?? 0 }
}
