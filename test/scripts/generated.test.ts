import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

// A process of its own: a schema can be described only when it was made after the describing package was loaded.
it('generated files are what npm run generate would write', () => {
  const { stdout, status } = spawnSync(process.execPath, ['scripts/generate.ts', '--check'], { encoding: 'utf8' })
  expect(stdout).toBe('kept  docs/agents.schema.json\nkept  docs/errors.md\nkept  docs/openapi.json\n')
  expect(status).toBe(0)
})
