import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { processEnvironment } from '../src/env.ts'
import { withBuilt } from './engine/built.ts'
import type { Load } from './engine/load.ts'
import type { Measured } from './engine/measure-system.ts'
import {
  loadsOf,
  type SubjectFigures,
  subjectFigures,
  throughputOf,
  throughputRatio,
} from './engine/subject-figures.ts'
import { type EngineFigures, type EngineRound, engineFigures, engineRound } from './engine.ts'
import { median } from './figures.ts'
import type { BenchOptions } from './options.ts'
import { type PeerFacts, type PeerName, peerFacts } from './peers/peer-facts.ts'

export interface PeersFigures extends EngineFigures {
  readonly peers: Readonly<Partial<Record<PeerName, PeerFigures>>>
  /** Each with the reason. */
  readonly skipped: Readonly<Partial<Record<PeerName, string>>>
  readonly fastestPeer?: PeerName
}

export interface PeerFigures extends PeerFacts, SubjectFigures {
  readonly versions: string
  /** How many times as many jobs a second Troupe ended, agents in process and in workers; within one round, the median. */
  readonly timesInProcess: number
  readonly timesWorkers: number
}

const folder = fileURLToPath(new URL('peers/', import.meta.url))
const allNames = Object.keys(peerFacts) as PeerName[]

/** The work of the benchmark `engine`, and the same work done by other engines, by turns; medians of the rounds. */
export async function benchPeers({ jobs = 1_000, concurrency = 64, rounds = 3 }: BenchOptions): Promise<PeersFigures> {
  const loads = loadsOf({ jobs, concurrency })
  const skipped: Partial<Record<PeerName, string>> = {}
  const missing = install()
  if (missing !== undefined) for (const peer of allNames) skipped[peer] = missing
  return await withBuilt((built) => {
    const measured: Round[] = []
    for (let round = 0; round < rounds; round++) {
      const troupe = engineRound(built, loads)
      const peers: Partial<Record<PeerName, Measured>> = {}
      for (const peer of allNames.filter((name) => skipped[name] === undefined)) {
        const outcome = measurePeer(peer, loads)
        if (typeof outcome === 'string') skipped[peer] = outcome
        else peers[peer] = outcome
      }
      measured.push({ troupe, peers })
    }
    return figuresOf(measured, skipped)
  })
}

interface Round {
  readonly troupe: EngineRound
  readonly peers: Readonly<Partial<Record<PeerName, Measured>>>
}

/** What nobody needs to know: that we measure. */
const noTelemetry = { DO_NOT_TRACK: '1', SCARF_ANALYTICS: 'false' }

/** Answers why the peers cannot be installed. */
function install(): string | undefined {
  if (existsSync(`${folder}node_modules`)) return undefined
  const env = { ...processEnvironment(), ...noTelemetry }
  try {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
    return undefined
  } catch (thrown) {
    return `npm ci in bench/peers: ${reasonOf(thrown)}`
  }
}

const atMostMs = 180_000

/** Answers the reason instead, when it cannot be measured. */
function measurePeer(peer: PeerName, loads: readonly Load[]): Measured | string {
  const args = ['--no-deprecation', `${folder}measure-peer.ts`, JSON.stringify({ peer, loads })]
  const env = { ...processEnvironment(), ...noTelemetry }
  try {
    const told = execFileSync(process.execPath, args, {
      env,
      encoding: 'utf8',
      timeout: atMostMs,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return JSON.parse(told.trim().split('\n').at(-1) ?? '') as Measured
  } catch (thrown) {
    return reasonOf(thrown)
  }
}

function reasonOf(thrown: unknown): string {
  const { code, stderr = '' } = thrown as { readonly code?: string; readonly stderr?: Buffer | string }
  if (code === 'ETIMEDOUT') return `it took longer than ${atMostMs / 1_000} s`
  const said = String(stderr).split('\n')
  const line = said.find((text) => /error/i.test(text)) ?? (thrown instanceof Error ? thrown.message : String(thrown))
  return line.replaceAll(folder, '').slice(0, 300)
}

function figuresOf(rounds: readonly Round[], skipped: PeersFigures['skipped']): PeersFigures {
  const names = allNames.filter((name) => skipped[name] === undefined)
  const of = (peer: PeerName) => rounds.flatMap(({ peers }) => peers[peer] ?? [])
  const troupe = (subject: 'inProcess' | 'workers') => rounds.map((round) => round.troupe[subject])
  const speed = (peer: PeerName) => median(of(peer).map(throughputOf))
  const [fastestPeer] = names.toSorted((one, other) => speed(other) - speed(one))
  const peers = names.map((peer) => [
    peer,
    {
      ...peerFacts[peer],
      versions: versionsOf(peerFacts[peer]),
      timesInProcess: throughputRatio(troupe('inProcess'), of(peer)),
      timesWorkers: throughputRatio(troupe('workers'), of(peer)),
      ...subjectFigures(of(peer)),
    },
  ])
  return {
    ...engineFigures(rounds.map((round) => round.troupe)),
    peers: Object.fromEntries(peers),
    skipped,
    ...(fastestPeer === undefined ? {} : { fastestPeer }),
  }
}

function versionsOf({ packages }: PeerFacts): string {
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as Record<
    'dependencies' | 'optionalDependencies',
    Readonly<Record<string, string>>
  >
  const pinned = { ...optionalDependencies, ...dependencies }
  return packages.map((name) => `${name} ${pinned[name]}`).join(', ')
}
