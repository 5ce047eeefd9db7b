import { stripVTControlCharacters } from 'node:util'
import { Fault } from '../../core/fault.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Run } from '../run-command.ts'
import type { Target } from './target.ts'
import { cdkRun, type Toolkit } from './toolkit.ts'

/** What a deployment would change. */
export interface Change {
  readonly isNone: boolean
  /** As the CDK writes it. */
  readonly text: string
}

/**
 * Makes the stack and compares it with what stands in AWS: changes nothing, and needs no right to. Answers undefined when
 * somebody pressed Ctrl-C. Throws the faults of `synthesize`, and `DEPLOY_CDK_FAILED` having shown what the CDK said.
 */
export async function findChange(run: Run, target: Target, toolkit: Toolkit): Promise<Change | undefined> {
  let text = ''
  const keep = (part: string) => {
    text += part
  }
  // A change set would foretell some replacements better, but is itself something made in the account.
  const args = ['diff', target.stackName, '--method', 'template']
  const cdk = cdkRun(run, target)
  await toolkit.make(target.project, cdk.outdir)
  const exitCode = await toolkit.run({ ...cdk, args, say: keep })
  if (exitCode === exitCodes.interrupted) return undefined
  const plain = stripVTControlCharacters(text)
  const count = /Number of stacks with differences: (\d+)/.exec(plain)?.[1]
  if (exitCode === exitCodes.ok && count !== undefined) return { isNone: count === '0', text: withoutCount(text) }
  run.output.stderr.write(text)
  throw new Fault('DEPLOY_CDK_FAILED', { problem: firstLine(plain) })
}

/** How many resources of each type a change makes, the most first: what there is to say of a stage that is new. */
export function countMade({ text }: Change): (readonly [type: string, count: number])[] {
  const made = stripVTControlCharacters(text).matchAll(/^\[\+\] (AWS::\S+)/gm)
  const counts = new Map<string, number>()
  for (const [, type = ''] of made) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts].sort(([a, many], [b, more]) => more - many || a.localeCompare(b))
}

function withoutCount(text: string): string {
  const lines = text.split('\n').filter((line) => !line.includes('Number of stacks with differences'))
  return `${lines.join('\n').trim()}\n`
}

function firstLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.find((line) => line !== '') ?? 'it says nothing'
}
