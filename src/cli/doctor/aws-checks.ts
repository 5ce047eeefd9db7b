import { Fault } from '../../core/fault.ts'
import { checkBootstrap, wantedBootstrap } from '../aws/bootstrap.ts'
import { deployTools, requireDeployTools } from '../aws/deploy-tools.ts'
import { type Account, checkAccount, openAccount } from '../aws/open-account.ts'
import { checkState } from '../deploy/check-state.ts'
import { findTargetIn } from '../deploy/target.ts'
import { countOf, openProject, type StageProject } from '../open-project.ts'
import type { Check } from './check.ts'

/**
 * What deploying a stage needs, in the order in which one thing needs another. Made only for a stage that was named: who
 * has no account must not be told of one.
 */
export async function* awsChecks(file: string, stage: string): AsyncGenerator<Check> {
  const project = once(async () => openStage(file, stage))
  const account = once(async () => await openAccount((await project()).deployment))
  const own = once(async () => {
    checkAccount((await project()).deployment, await account())
    return await account()
  })
  const looks: readonly (readonly [name: string, wanted: string, look: () => Promise<string>])[] = [
    ['deploy tools', deployTools().map(nameOfTool).join(', '), findTools],
    [`stage ${stage}`, 'agents.yaml without errors for this stage', async () => countOf((await project()).findings)],
    ['AWS login', 'credentials that AWS accepts, and a region', async () => placeOf(await account())],
    ['AWS account', 'the one that agents.yaml names for this stage, if it names one', async () => (await own()).id],
    ['CDK bootstrap', `version ${wantedBootstrap} or newer`, async () => await bootstrapOf(await own(), stage)],
    ['stack', 'none yet, or one that can be changed', async () => await stateOf(await project(), await own())],
  ]
  const shown = new Set<Fault>()
  for (const [name, wanted, look] of looks) yield { name, wanted, ...(await outcomeOf(look, shown)) }
}

/** What a look threw is its problem, unless another look was shown it: then that one comes first. */
async function outcomeOf(
  look: () => Promise<string>,
  shown: Set<Fault>,
): Promise<Pick<Check, 'status' | 'found' | 'repair'>> {
  try {
    return { status: 'ok', found: await look() }
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown
    if (shown.has(thrown)) return { status: 'skipped', found: 'another problem comes first' }
    shown.add(thrown)
    return { status: 'failed', found: thrown.message, ...(thrown.hint === undefined ? {} : { repair: thrown.hint }) }
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

function nameOfTool({ name, wanted }: ReturnType<typeof deployTools>[number]): string {
  return `${name} ${wanted}`
}

async function findTools(): Promise<string> {
  requireDeployTools()
  return 'all installed'
}

function openStage(file: string, stage: string): StageProject {
  const project = openProject(file, stage)
  const { definition, deployment, findings } = project
  if (definition !== undefined && deployment !== undefined) return { ...project, definition, deployment }
  const hint = `See them: troupe diff --stage ${stage}`
  const count = findings.filter(({ level }) => level === 'error').length
  throw new Fault('MANIFEST_INVALID', { file, count, hint }, { findings })
}

function placeOf({ caller, region }: Account): string {
  return `${caller}, in ${region}`
}

async function bootstrapOf(account: Account, stage: string): Promise<string> {
  return `version ${await checkBootstrap(account, stage)}`
}

async function stateOf(project: StageProject, account: Account): Promise<string> {
  const target = await findTargetIn(account, project)
  checkState(target)
  return `${target.stackName}: ${target.stack?.status ?? 'not deployed yet'}`
}
