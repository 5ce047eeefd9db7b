import { stripVTControlCharacters } from 'node:util'

/**
 * Makes of what the CDK says while it deploys one line for each resource that is done, and leaves out what only begins.
 * What it does not know is shown as it is.
 */
export function createProgress(write: (line: string) => void): (part: string) => void {
  let rest = ''
  return (part) => {
    const lines = (rest + part).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const shown = shownLine(line)
      if (shown !== undefined) write(`${shown}\n`)
    }
  }
}

/** `troupe-shop-dev | 52/56 | 8:05:54 AM | CREATE_COMPLETE | AWS::Lambda::Function | Sweeper/Function (Sweeper03B7)` */
const event = /^\S+ +\| +(\d+)\/(\d+) +\|[^|]+\| (\w+) +\| (\S+) +\| (.*)$/
/** Building and publishing: `troupe-shop-dev: start: Publishing Sweeper/Function/Code (…)`. */
const asset = /^\S+: (?:start|success|debug|cached|found|check|upload|build): (\w+) (.*)$/

/** In place of advice to use a flag that the CDK alone has. */
const swapped =
  'CloudFormation does not know of this code: deploy without --hotswap before you go back to the code of before'

function shownLine(line: string): string | undefined {
  const plain = stripVTControlCharacters(line)
  const happened = event.exec(plain)
  if (happened !== null) return eventLine(happened)
  const [isAsset, verb, what = ''] = asset.exec(plain) ?? []
  if (isAsset !== undefined) return verb === 'Published' ? `published  ${what.replace(/ \([^)]*\)$/, '')}` : undefined
  if (plain.startsWith('Your next non-hotswap deployment')) return swapped
  return isEnding(plain) ? undefined : line
}

function eventLine([, done = '', all = '', status = '', type = '', name = '']: RegExpExecArray): string | undefined {
  if (status.endsWith('_IN_PROGRESS') && !status.includes('ROLLBACK')) return undefined
  const outcome = status.endsWith('_FAILED') ? status : status.replace('_COMPLETE', '').toLowerCase()
  return `${done.padStart(all.length)}/${all}  ${outcome.padEnd(8)}  ${type}  ${name.replace(/ \(\w+\) *$/, '').trim()}`
}

/** We say it ourselves, with the stage's own words. */
function isEnding(line: string): boolean {
  return line.trim() === '' || /^(✨|✅|Outputs:|Stack ARN:|arn:|\S+\.\w+ = )/u.test(line.trim())
}
