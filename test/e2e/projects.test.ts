import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { copyShipped, copyTroubled, grow } from '../../e2e/project-copies.ts'
import { readManifest } from '../../src/manifest/read-manifest.ts'

const folder = mkdtempSync(join(tmpdir(), 'troupe-e2e-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('both projects of the cloud test are valid under the name of their run', () => {
  for (const project of [copyShipped(folder, 'mwq5h4ps'), copyTroubled(folder, 'mwq5h4ps')]) {
    const { definition, findings } = readManifest(project.file, { stage: project.stage })
    expect(findings).toEqual([])
    expect(project.stackName).toBe(`troupe-${definition?.project.name}-dev`)
    expect(project.stackName).toContain('mwq5h4ps')
  }
})

it('the second deployment has one agent and one workflow more, and is otherwise the same', () => {
  const project = copyTroubled(folder, 'again')
  const before = readManifest(project.file, { stage: project.stage }).definition
  grow(project)
  const { definition, findings } = readManifest(project.file, { stage: project.stage })
  expect(findings).toEqual([])
  expect(Object.keys(definition?.agents ?? {})).toEqual([...Object.keys(before?.agents ?? {}), 'latecomer'])
  expect(Object.keys(definition?.workflows ?? {})).toEqual([...Object.keys(before?.workflows ?? {}), 'later'])
  expect(readFileSync(project.file, 'utf8')).toContain('latecomer')
})
