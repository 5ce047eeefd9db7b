import { enableCompileCache } from 'node:module'
import { Fault } from '../src/core/fault.ts'
import { readDeployEnv } from '../src/env.ts'

/** The CDK app: one stack, of the stage that was asked for. */

// Before what it shall keep: the CDK is large.
enableCompileCache()
const { createStageApp } = await import('../lib/stage-app.ts')
const { synthesizeStage } = await import('../lib/synthesize-stage.ts')
const say = (text: string) => void process.stderr.write(text)

try {
  await synthesizeStage(createStageApp(), readDeployEnv(), say)
} catch (error) {
  if (!(error instanceof Fault)) throw error
  const hint = error.hint === undefined ? '' : `\n  hint: ${error.hint}`
  say(`${error.message} ${error.code}${hint}\n`)
  process.exitCode = 2
}
