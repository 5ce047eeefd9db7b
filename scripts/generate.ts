import { readFileSync, writeFileSync } from 'node:fs'
import { manifestJsonSchema } from '../src/manifest/json-schema.ts'
import { errorsPage } from './errors-page.ts'
import { openApiDocument } from './openapi-document.ts'

/** Every committed file that is made from code: its path from the root, and what must stand in it. */
const generated: Readonly<Record<string, () => string>> = {
  'docs/agents.schema.json': () => `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`,
  'docs/errors.md': errorsPage,
  'docs/openapi.json': () => `${JSON.stringify(openApiDocument(), null, 2)}\n`,
}

const root = new URL('../', import.meta.url)

/** What stands there now; empty when the file is missing. */
function committed(path: string): string {
  try {
    return readFileSync(new URL(path, root), 'utf8')
  } catch {
    return ''
  }
}

if (import.meta.main) {
  // With --check nothing is written: a file that is out of date ends it with 1.
  const checks = process.argv.includes('--check')
  for (const [path, make] of Object.entries(generated)) {
    const text = make()
    const changed = text !== committed(path)
    if (changed && !checks) writeFileSync(new URL(path, root), text)
    if (changed && checks) process.exitCode = 1
    process.stdout.write(`${changed ? (checks ? 'stale' : 'wrote') : 'kept '} ${path}\n`)
  }
}
