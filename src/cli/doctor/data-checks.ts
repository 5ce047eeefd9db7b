import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { formatBytes } from '../../core/size.ts'
import { inspectDataDirectory } from '../../dev/inspect-data-directory.ts'
import { verdict } from './check.ts'
import { type Look, problemOf } from './machine-checks.ts'

const wantedFreeBytes = 500 * 1_048_576

/** Where the laptop runtime keeps the jobs. Nothing is made or changed by looking. */
export const dataChecks: Readonly<Record<string, Look>> = {
  'data directory': ({ dataDirectory }) => {
    const place = nearestExisting(dataDirectory)
    const problem = statSync(place).isDirectory()
      ? problemOf(() => accessSync(place, constants.W_OK | constants.X_OK))
      : `${place} is a file`
    const found = problem ?? (place === dataDirectory ? dataDirectory : `${dataDirectory}, made at the first start`)
    const repair = 'Make it writable, or choose another: troupe dev --data <directory>'
    return verdict('writable', problem === undefined, { found, repair })
  },
  'data in use': ({ dataDirectory }) => {
    const { fault } = inspectDataDirectory(dataDirectory)
    const repair = fault?.hint ?? 'Choose another: troupe dev --data <directory>'
    return verdict('used by no other process, of a format this version reads', fault === undefined, {
      found: fault?.message ?? 'free',
      repair,
      // A runtime that runs is what most people want.
      level: fault?.code === 'DATA_DIRECTORY_IN_USE' ? 'warning' : 'failed',
    })
  },
  'free disk': ({ dataDirectory }) => {
    const { bavail, bsize } = statfsSync(nearestExisting(dataDirectory))
    const free = bavail * bsize
    const repair = `Free space beside ${dataDirectory}, or choose another: troupe dev --data <directory>`
    const wanted = `at least ${formatBytes(wantedFreeBytes)} free`
    return verdict(wanted, free >= wantedFreeBytes, { found: `${formatBytes(free)} free`, repair, level: 'warning' })
  },
  'git ignores the data': async ({ dataDirectory }) => {
    const place = dirname(dataDirectory)
    const wanted = 'data directory outside of git, or ignored by it'
    const isIgnored = await gitIgnores(existsSync(place) ? place : nearestExisting(place), dataDirectory)
    if (isIgnored === undefined) return { status: 'ok', wanted, found: 'not in a git repository' }
    const repair = 'Add it to .gitignore: echo .troupe/ >> .gitignore'
    return verdict(wanted, isIgnored, { found: isIgnored ? 'ignored' : 'not ignored', repair, level: 'warning' })
  },
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path))
}

/** Undefined: the folder is in no repository, or there is no git. */
async function gitIgnores(folder: string, path: string): Promise<boolean | undefined> {
  try {
    await promisify(execFile)('git', ['-C', folder, 'check-ignore', '--quiet', join(path, 'jobs.db')], {
      timeout: 10_000,
    })
    return true
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 1 ? false : undefined
  }
}
