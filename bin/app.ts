import { App } from 'aws-cdk-lib/core'
import cdkJson from '../cdk.json' with { type: 'json' }
import { synthesizeStage } from '../lib/synthesize-stage.ts'
import { Fault } from '../src/core/fault.ts'
import { readDeployEnv } from '../src/env.ts'

/** The CDK app: one stack, of the stage that was asked for. The CLI alone reads cdk.json, so its flags are given here too. */
const app = new App({ context: cdkJson.context, analyticsReporting: false, stackTraces: false, treeMetadata: false })
const say = (text: string) => void process.stderr.write(text)

try {
  await synthesizeStage(app, readDeployEnv(), say)
} catch (error) {
  if (!(error instanceof Fault)) throw error
  const hint = error.hint === undefined ? '' : `\n  hint: ${error.hint}`
  say(`${error.message} ${error.code}${hint}\n`)
  process.exitCode = 2
}
