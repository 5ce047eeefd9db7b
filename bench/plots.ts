import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { GrowthFigures } from './growth.ts'
import { type LineChart, lineChart } from './plots/line-chart.ts'
import { newestResult } from './saved-results.ts'

/** Draws the plots of docs/performance.md from the newest growth result that was saved; answers their files. */
export function drawPlots(): string[] {
  const growth = newestResult<GrowthFigures>('growth')
  if (growth === undefined) throw new Error('there is no growth result yet: npm run bench -- growth --save')
  return Object.entries(chartsOf(growth.figures)).map(([name, chart]) => {
    const file = new URL(`../docs/images/performance-${name}.svg`, import.meta.url)
    writeFileSync(fileURLToPath(file), lineChart(chart))
    return `docs/images/performance-${name}.svg`
  })
}

function chartsOf({ storedJobs, plans }: GrowthFigures): Record<string, LineChart> {
  const stored = 'jobs stored already'
  const listed = storedJobs.filter((level) => level.stored >= 100)
  const ofShape = (shape: string) => plans.filter((plan) => plan.shape === shape)
  const stepCosts = (shape: string) => ofShape(shape).map(({ steps, cpuMsPerStep }) => [steps, cpuMsPerStep] as const)
  return {
    'stored-jobs': {
      title: 'What a job of five steps costs when more and more jobs are stored',
      x: stored,
      y: 'processor time of a job, ms',
      lines: [{ name: 'a job', points: storedJobs.map((level) => [level.stored, level.cpuMsPerJob]) }],
    },
    reads: {
      title: 'What listing and polling cost when more and more jobs are stored',
      x: stored,
      y: 'ms',
      lines: [
        { name: 'newest 50', points: listed.map((level) => [level.stored, level.listMs]) },
        { name: '50 amid the list', points: listed.map((level) => [level.stored, level.listMiddleMs]) },
        { name: 'one job', points: listed.map((level) => [level.stored, level.pollUs / 1_000]) },
      ],
    },
    steps: {
      title: 'What a step costs in plans of more and more steps',
      x: 'steps of the plan',
      y: 'processor time of a step, ms',
      lines: [
        { name: 'one after another', points: stepCosts('chain') },
        { name: 'all at once', points: stepCosts('parallel') },
      ],
    },
  }
}
