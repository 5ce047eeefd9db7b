import { describe, expect, it } from 'vitest'
import { messageOf } from '../../src/core/errors/catalogue.ts'
import { readOutputSchemas } from '../../src/dev/output-schemas.ts'
import { aProject } from '../cli/local/a-project.ts'
import { aDefinition } from '../planner/a-plan.ts'

const broken = "throw new Error('no key')\n"
const plain = `import { defineAgent } from 'troupe'
export default defineAgent({ run: () => null })
`
const typed = `import { defineAgent } from 'troupe'
import * as z from 'zod'
export const Output = z.object({ n: z.int() })
console.log('printed at import')
export default defineAgent({ run: () => ({ n: 1 }) })
`
const foreign = `import { defineAgent } from 'troupe'
export const Output = { safeParseAsync: async (data) => ({ success: true, data }) }
export default defineAgent({ run: () => null })
`

describe('the schemas of a project’s agents', () => {
  it('are read in threads: one that cannot be loaded, or a schema that cannot be read, does not hinder the others', async () => {
    const files = { broken, plain, typed, foreign }
    const paths = Object.entries(files).map(([name, text]) => [`agents/${name}/agent.ts`, text])
    const project = aProject(Object.fromEntries(paths))
    const agents = { typed: { outputSchema: 'Output' }, foreign: { outputSchema: 'Output' } }
    const definition = aDefinition([{ run: 'broken -> plain -> typed -> foreign' }], { agents })
    const { schemas, findings } = await readOutputSchemas({
      agents: Object.values(definition.agents),
      projectDirectory: project.directory,
      env: {},
    })
    project.remove()
    expect(Object.keys(schemas)).toEqual(['typed'])
    expect(schemas.typed).toMatchObject({ properties: { n: { type: 'integer' } }, required: ['n'] })
    expect(findings.map(({ code }) => code).sort()).toEqual(['AGENT_LOAD_FAILED', 'SIMULATION_SCHEMA_UNREADABLE'])
    const told = findings.map(({ code, level, args }) => `${level} ${code} ${messageOf(code, args)}`).sort()
    expect(told).toEqual([
      expect.stringMatching(/^error AGENT_LOAD_FAILED Agent broken cannot be loaded .*no key/),
      expect.stringMatching(/^warning SIMULATION_SCHEMA_UNREADABLE Schema Output of agent foreign cannot be read: /),
    ])
  })
})
