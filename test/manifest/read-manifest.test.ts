import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readManifest } from '../../src/manifest/read-manifest.ts'
import { maxManifestBytes } from '../../src/manifest/source.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('reading a manifest', () => {
  it('looks for the code of agents beside the file', () => {
    mkdirSync(join(folder, 'agents/a'), { recursive: true })
    writeFileSync(join(folder, 'agents/a/agent.ts'), '')
    writeFileSync(join(folder, 'agents.yaml'), 'project: { name: demo }\nagents: { a: {}, b: {} }\n')
    const { findings, text } = readManifest(join(folder, 'agents.yaml'))
    expect(text).toContain('name: demo')
    expect(findings).toMatchObject([
      { code: 'MANIFEST_CODE_MISSING', at: { file: 'agents.yaml', line: 2 }, args: { name: 'b' } },
    ])
  })

  it('answers a missing file and a folder with a finding', () => {
    const missing = readManifest(join(folder, 'agents.yaml'))
    expect(missing.findings).toMatchObject([{ code: 'MANIFEST_NOT_FOUND', args: { problem: 'it does not exist' } }])
    expect(readManifest(folder).findings).toMatchObject([
      { code: 'MANIFEST_NOT_FOUND', args: { problem: 'it is a folder' } },
    ])
  })

  it('does not read a file beyond 256 KB', () => {
    writeFileSync(join(folder, 'agents.yaml'), '#'.repeat(maxManifestBytes + 1))
    expect(readManifest(join(folder, 'agents.yaml'))).toMatchObject({
      text: '',
      findings: [{ code: 'MANIFEST_TOO_LARGE' }],
    })
  })
})
