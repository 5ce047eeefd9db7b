import type { StoreLevel } from '../engine/growing-store.ts'
import type { PlanFigures } from '../engine/large-plans.ts'
import type { GrowthFigures } from '../growth.ts'
import { figure, table } from './markdown.ts'

/** The figures behind the plots of growth, and what the largest costs by the smallest. */
export function growthTable({ storedJobs, plans }: GrowthFigures): string {
  const stored = storedJobs.map((level) => [
    figure(level.stored),
    ...[level.cpuMsPerJob, level.pollUs, level.listMs, level.listByStatusMs, level.listMiddleMs].map((value) =>
      figure(value),
    ),
  ])
  const storedHeaders = [
    'jobs stored',
    'CPU ms of a job',
    'poll us',
    'newest 50 ms',
    'of a status ms',
    'amid the list ms',
  ]
  const steps = plans.map(({ shape, steps, cpuMsPerStep, msPerStep }) => [
    shape === 'chain' ? 'one after another' : 'all at once, with one before and one after',
    figure(steps),
    figure(cpuMsPerStep),
    figure(msPerStep),
  ])
  return [
    table(storedHeaders, [...stored, times(storedJobs)]),
    table(['plan', 'steps', 'CPU ms of a step', 'ms of a step'], steps),
    sentenceOf(plans),
  ].join('\n\n')
}

/** A list of fewer than 50 jobs is no measure for one of 50: lists are compared from 100 stored jobs on. */
function times(levels: readonly StoreLevel[]): string[] {
  const [first, last] = [levels.find(({ stored }) => stored >= 100), levels.at(-1)]
  const names = ['cpuMsPerJob', 'pollUs', 'listMs', 'listByStatusMs', 'listMiddleMs'] as const
  return [
    `${figure(last?.stored ?? 0)} by ${figure(first?.stored ?? 0)}`,
    ...names.map((name) => figure((last?.[name] ?? 0) / (first?.[name] ?? 1), 'x')),
  ]
}

function sentenceOf(plans: readonly PlanFigures[]): string {
  const ofShape = (shape: PlanFigures['shape']) => plans.filter((plan) => plan.shape === shape)
  const ratio = (shape: PlanFigures['shape']) => {
    const [first, last] = [ofShape(shape)[0], ofShape(shape).at(-1)]
    return `${figure((last?.cpuMsPerStep ?? 0) / (first?.cpuMsPerStep ?? 1), 'x')} from ${first?.steps} to ${last?.steps} steps`
  }
  return `Processor time of a step: ${ratio('chain')} one after another, ${ratio('parallel')} all at once.`
}
