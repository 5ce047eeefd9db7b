import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { synthesizeStage } from '../../lib/synthesize-stage.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'troupe-bad-input-'))
  writeFileSync(join(folder, 'a.ts'), '')
})
afterAll(() => rmSync(folder, { recursive: true }))

const project = 'project: { name: shop }\n'
const one = `${project}agents: { a: { entry: a.ts } }\n`
const many = (count: number) =>
  `${project}agents: { ${Array.from({ length: count }, (_, index) => `a${index}: { entry: a.ts }`).join(', ')} }\n`

interface Row {
  readonly what: string
  readonly text: string
  readonly code: string
  readonly says: string
}

const rows: readonly Row[] = [
  {
    what: 'more agents than a stack holds',
    text: many(101),
    code: 'MANIFEST_SHARD_FULL',
    says: 'infrastructure: { shards: 1 }',
  },
  {
    what: 'more agents than a shard holds',
    text: `${many(300)}infrastructure: { shards: 2 }\n`,
    code: 'MANIFEST_SHARD_FULL',
    says: 'more than 115',
  },
  {
    what: 'an agent without code',
    text: `${project}agents: { b: {} }\n`,
    code: 'MANIFEST_CODE_MISSING',
    says: 'agents/b/agent.ts',
  },
  {
    what: 'a timeout beyond Lambda’s',
    text: `${project}agents: { a: { entry: a.ts, runtime: { timeout: 901 } } }\n`,
    code: 'MANIFEST_RANGE',
    says: 'at most 900 s',
  },
  {
    what: 'an API key on an HTTP API',
    text: `${one}api: { auth: api-key }\n`,
    code: 'MANIFEST_CONFLICT',
    says: 'Write kind: rest',
  },
  { what: 'a JWT of nobody', text: `${one}api: { auth: jwt }\n`, code: 'MANIFEST_CONFLICT', says: 'issuer' },
  {
    what: 'limits of clients that nobody tells apart',
    text: `${one}api: { kind: rest, per_client: { rate: 5 } }\n`,
    code: 'MANIFEST_CONFLICT',
    says: 'auth: api-key',
  },
  {
    what: 'a throttled function URL',
    text: `${one}api: { kind: function-url, throttle: { rate: 5 } }\n`,
    code: 'MANIFEST_CONFLICT',
    says: 'throttle',
  },
  {
    what: 'an event bus of another kind',
    text: `${one}infrastructure: { events: { provider: kafka } }\n`,
    code: 'MANIFEST_VALUE',
    says: 'eventbridge',
  },
  {
    what: 'a database that is not built',
    text: `${one}infrastructure: { database: { provider: rds-postgres } }\n`,
    code: 'MANIFEST_NOT_BUILT',
    says: 'Use dynamodb',
  },
]

/** Synthesizes the text; answers what was thrown, what was said, and what was made. */
async function attempted(text: string, stage: string) {
  const file = join(folder, 'agents.yaml')
  writeFileSync(file, text)
  const said: string[] = []
  const app = new App({ context: { file, stage }, outdir: join(folder, 'out') })
  const env = { stage: undefined, account: undefined }
  const thrown = await synthesizeStage(app, env, (line) => said.push(line)).catch((error: unknown) => error)
  return { thrown, said: said.join(''), made: readdirSync(app.outdir) }
}

describe('what cannot be deployed is told in one finding, and nothing is made', () => {
  it.each(rows)('$what', async ({ text, code, says }) => {
    const { thrown, said, made } = await attempted(text, 'dev')
    expect(thrown).toMatchObject({ code: 'MANIFEST_INVALID', findings: [{ code, level: 'error' }] })
    expect(said).toContain(says)
    expect(made).toEqual([])
  })

  it('a stage that is not there', async () => {
    const { thrown, made } = await attempted(`${one}stages: { production: {} }\n`, 'prod')
    expect(thrown).toMatchObject({ findings: [{ code: 'MANIFEST_UNKNOWN_STAGE', args: { known: 'dev, production' } }] })
    expect(made).toEqual([])
  })
})
