import type { benchPlanner } from '../planner.ts'
import { figure, table } from './markdown.ts'

/** Decisions without a store, and what one step's instance takes. */
export function plannerTable({ plans, instances }: ReturnType<typeof benchPlanner>): string {
  const rows = plans.map(({ plan, steps, decisionsPerSecond, usPerDecision }) => [
    plan,
    ...[steps, decisionsPerSecond, usPerDecision].map((value) => figure(value)),
  ])
  return [
    table(['plan', 'steps', 'decisions/s', 'us of a decision'], rows),
    `An agent instance (a definition applied to a step): ${figure(instances.usPerStep, 'us')}, ${figure(instances.bytesPerStep, 'bytes')}.`,
  ].join('\n\n')
}
