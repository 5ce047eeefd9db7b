import { valueAtPath } from '../describe.ts'
import type { Path } from '../source.ts'
import type { Context } from './context.ts'
import { entriesOf } from './entries.ts'

interface Unbuilt {
  readonly what: string
  readonly instead: string
}

/** Kinds of steps that the language knows and the engine cannot carry out yet. */
const steps: Readonly<Record<string, Unbuilt>> = {
  approval: {
    what: 'A step that waits for an approval',
    instead: 'Remove it; let the job end and submit the next one by hand',
  },
  webhook: { what: 'A webhook step', instead: 'Call the address in an agent' },
  map: { what: 'A map step', instead: 'Let one agent go through the list' },
  repeat: { what: 'A repeat step', instead: 'Let one agent repeat the work' },
}

/** Without these a job would do something else than the file says: errors. */
const parts: readonly (readonly [path: Path, unbuilt: Unbuilt])[] = [
  [
    ['schedules'],
    { what: 'Starting jobs on a schedule', instead: 'Submit the job from cron, with an idempotency key' },
  ],
  [['webhooks'], { what: 'Starting jobs by a webhook', instead: 'Submit the job over HTTP: POST /v1/jobs' }],
]

/** Nobody is advised to write these. */
export const unbuiltKeys: ReadonlySet<string> = new Set([
  ...Object.keys(steps),
  ...parts.flatMap(([path]) => path.map(String)),
])

/** These matter on AWS only: the file still works as it says on a laptop, but is not deployed. */
const providers: readonly (readonly [path: Path, built: readonly string[], instead: string])[] = [
  [
    ['infrastructure', 'database', 'provider'],
    ['dynamodb'],
    'Use dynamodb to deploy; a laptop keeps jobs in SQLite whatever stands here',
  ],
  [
    ['infrastructure', 'queue', 'provider'],
    ['sqs'],
    'Use sqs to deploy; a laptop keeps its queue in memory whatever stands here',
  ],
  [
    ['infrastructure', 'storage', 'provider'],
    ['s3'],
    'Use s3 to deploy; a laptop keeps files in a folder whatever stands here',
  ],
]

/** Known but not built yet: said, never silently accepted. */
export function checkNotBuilt(context: Context): void {
  const { draft, report, workflows } = context
  const { source } = draft
  for (const [path, unbuilt] of parts) {
    if (isWritten(path, context)) report.error('MANIFEST_NOT_BUILT', source.keyAt(path), { ...unbuilt })
  }
  for (const { rules } of workflows) {
    for (const rule of rules) checkSteps(rule.written, rule.path, context)
  }
  checkProviders(context)
}

function checkSteps(rule: Parameters<typeof entriesOf>[0], path: Path, { draft, report }: Context): void {
  for (const { entry, path: at } of entriesOf(rule, path)) {
    for (const [kind, unbuilt] of Object.entries(steps)) {
      if (kind in entry) report.error('MANIFEST_NOT_BUILT', draft.source.keyAt([...at, kind]), { ...unbuilt })
    }
  }
}

function checkProviders({ draft, report, stage }: Context): void {
  for (const [path, built, instead] of providers) {
    const value = valueAtPath(draft.source.document, path)
    if (typeof value !== 'string' || built.includes(value) || draft.isDamaged(path)) continue
    const say = stage === undefined ? report.warning : report.error
    say('MANIFEST_NOT_BUILT', draft.source.valueAt(path), { what: `${path.join('.')}: ${value}`, instead })
  }
}

function isWritten(path: Path, { draft }: Context): boolean {
  return valueAtPath(draft.source.document, path) !== undefined
}
