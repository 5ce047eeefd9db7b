import { createStageApp } from '../lib/stage-app.ts'
import { synthesizeStage } from '../lib/synthesize-stage.ts'
import { Fault } from '../src/core/fault.ts'
import { readDeployEnv } from '../src/env.ts'

/** The CDK app: one stack, of the stage that was asked for. */

const say = (text: string) => void process.stderr.write(text)

try {
  await synthesizeStage(createStageApp(), readDeployEnv(), say)
} catch (error) {
  if (!(error instanceof Fault)) throw error
  const hint = error.hint === undefined ? '' : `\n  hint: ${error.hint}`
  say(`${error.message} ${error.code}${hint}\n`)
  process.exitCode = 2
}
