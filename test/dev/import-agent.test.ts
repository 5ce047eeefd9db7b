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

const declared = { name: 'reader', entry: 'agent.mjs', tools: [] }

describe('an agent that imports what is not there', () => {
  it('is told of a package which one, and how to install it', async () => {
    writeFileSync(join(folder, 'agent.mjs'), "import 'no-such-package'\n")
    await expect(importAgent(declared, folder)).rejects.toMatchObject({
      code: 'AGENT_LOAD_FAILED',
      message: expect.stringMatching(
        /Cannot find package 'no-such-package' .*; install it beside agents\.yaml: npm install no-such-package$/,
      ),
    })
  })

  it('is told nothing more of a file that does not exist', async () => {
    writeFileSync(join(folder, 'agent.mjs'), "import './none.ts'\n")
    await expect(importAgent(declared, folder)).rejects.toMatchObject({
      message: expect.not.stringContaining(';'),
    })
  })
})
