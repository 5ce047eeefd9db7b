import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log } from '../src/ports/log.ts'

export const silentLog: Log = () => undefined

export interface TemporaryDirectory {
  readonly path: string
  remove(): Promise<void>
}

export async function temporaryDirectory(): Promise<TemporaryDirectory> {
  const path = await mkdtemp(join(tmpdir(), 'troupe-test-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
