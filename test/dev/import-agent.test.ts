import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importAgent } from '../../src/dev/import-agent.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'troupe-import-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('an agent that imports a package that is not installed', () => {
  it('is told which one, and how to install it', async () => {
    writeFileSync(join(folder, 'agent.mjs'), "import 'no-such-package'\n")
    const declared = { name: 'reader', entry: 'agent.mjs', tools: [] }
    await expect(importAgent(declared, folder)).rejects.toMatchObject({
      code: 'AGENT_LOAD_FAILED',
      message: expect.stringContaining("Cannot find package 'no-such-package'"),
      hint: 'Install it beside agents.yaml: npm install no-such-package',
    })
  })
})
