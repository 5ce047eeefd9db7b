/**
 * The whole of the cloud test: two stages of two projects, made, driven through their HTTP API alone, and removed.
 *
 * 1. It makes what has this run's name, and removes that, whatever happens in between; nothing else is touched.
 * 2. It ends: in the minutes it was given, and those that the removal needs.
 */
import { mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Check, runChecks, type Tally } from './check.ts'
import { crowdChecks } from './checks/crowd.ts'
import { eventChecks } from './checks/events.ts'
import { redeployChecks } from './checks/redeploy.ts'
import { shippedChecks } from './checks/shipped.ts'
import { troubledChecks } from './checks/troubled.ts'
import type { Options } from './options.ts'
import { copyShipped, copyTroubled, type ProjectCopy } from './project-copies.ts'
import { openReport } from './report.ts'
import { bootstrap, deploy, destroy, type Site, type Stage } from './stage.ts'
import { checkCaller, targetOf } from './target.ts'

/** How long the removal of a stage may take. */
const removalMs = 15 * 60_000

/** Throws what keeps the test from beginning. @param interrupted by the person who started it */
export async function testCloud(options: Options, interrupted: AbortSignal): Promise<Tally> {
  const target = targetOf(options)
  await checkCaller(target)
  const run = Date.now().toString(36)
  const folder = join(import.meta.dirname, '..', '.troupe', 'e2e', run)
  mkdirSync(folder, { recursive: true })
  const report = openReport(join(folder, 'run.log'))
  const signal = AbortSignal.any([interrupted, AbortSignal.timeout(options.minutes * 60_000)])
  const site: Site = { target, report, signal }
  report.say(`run ${run}: account ${target.account}, ${target.region}, ${target.endpoint ?? 'AWS'}`)

  const copies = { folder, run, region: target.region }
  const shipped = copyShipped(copies)
  const troubled = copyTroubled(copies)
  const isEmulated = target.endpoint !== undefined
  const tally = sum([
    isEmulated ? await runChecks([bootstrapping(site)], { context: shipped, report, signal }) : none,
    await testProject(site, shipped, { keep: options.keep, checks: shippedChecks }),
    await testProject(site, troubled, {
      keep: options.keep,
      checks: [...troubledChecks, ...eventChecks(site), ...crowdChecks, ...redeployChecks(site)],
    }),
  ])
  report.say(`log ${relative('', report.logFile)}`)
  report.say(`${tally.passed} passed, ${tally.failed} failed`)
  return tally
}

interface Tested {
  readonly checks: readonly Check<Stage>[]
  readonly keep: boolean
}

async function testProject(site: Site, project: ProjectCopy, { checks, keep }: Tested): Promise<Tally> {
  const { report, signal } = site
  report.say(`\n${project.stackName}`)
  let making: Promise<Stage> | undefined
  const deployment: Check<ProjectCopy> = {
    title: 'the project is deployed',
    expected: 'an API',
    async meet() {
      making = deploy(site, project)
      await making
      return 'an API'
    },
  }
  const tallies = [await runChecks([deployment], { context: project, report, signal })]
  // One that was interrupted has to end before what it made can be removed.
  const [made] = await Promise.allSettled([making])
  const context = made.status === 'fulfilled' ? made.value : undefined
  if (context === undefined) tallies.push({ passed: 0, failed: checks.length })
  else tallies.push(await runChecks(checks, { context, report, signal }))
  if (!keep) {
    // Also when the time is over, or somebody pressed Ctrl-C.
    const patience = AbortSignal.timeout(removalMs)
    const removal = removalOf({ ...site, signal: patience })
    tallies.push(await runChecks([removal], { context: project, report, signal: patience }))
  }
  return sum(tallies)
}

/** In somebody's own account that is theirs to do. */
function bootstrapping(site: Site): Check<ProjectCopy> {
  return {
    title: 'the emulator is made ready for the CDK',
    expected: 'bootstrapped',
    async meet(project) {
      await bootstrap(site, project)
      return 'bootstrapped'
    },
  }
}

function removalOf(site: Site): Check<ProjectCopy> {
  return { title: 'the stage is removed', expected: 'gone', meet: (project) => destroy(site, project) }
}

const none: Tally = { passed: 0, failed: 0 }

function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce((total, { passed, failed }) => {
    return { passed: total.passed + passed, failed: total.failed + failed }
  }, none)
}
