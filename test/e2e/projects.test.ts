import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { copyShipped, copyTroubled, grow } from '../../e2e/project-copies.ts'
import { readManifest } from '../../src/manifest/read-manifest.ts'

const folder = mkdtempSync(join(tmpdir(), 'troupe-e2e-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('both projects of the cloud test are valid under the name of their run, in its region', () => {
  const copies = { folder, run: 'mwq5h4ps', region: 'eu-west-1' }
  for (const project of [copyShipped(copies), copyTroubled(copies)]) {
    const { definition, deployment, findings } = readManifest(project.file, { stage: project.stage })
    expect(findings).toEqual([])
    expect(deployment?.region).toBe('eu-west-1')
    expect(project.stackName).toBe(`troupe-${definition?.project.name}-dev`)
    expect(project.stackName).toContain('mwq5h4ps')
  }
})

it('the second deployment has one agent and one workflow more, and is otherwise the same', () => {
  const project = copyTroubled({ folder, run: 'again', region: 'us-east-1' })
  const before = readManifest(project.file, { stage: project.stage }).definition
  grow(project)
  const { definition, findings } = readManifest(project.file, { stage: project.stage })
  expect(findings).toEqual([])
  expect(Object.keys(definition?.agents ?? {})).toEqual([...Object.keys(before?.agents ?? {}), 'latecomer'])
  expect(Object.keys(definition?.workflows ?? {})).toEqual([...Object.keys(before?.workflows ?? {}), 'later'])
  expect(readFileSync(project.file, 'utf8')).toContain('latecomer')
})
