import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { SubjectFigures } from '../../bench/engine/subject-figures.ts'
import { peerFacts } from '../../bench/peers/peer-facts.ts'
import type { PeersFigures } from '../../bench/peers.ts'
import { costsTable } from '../../bench/tables/costs-table.ts'
import { figure, table } from '../../bench/tables/markdown.ts'
import { peersTable } from '../../bench/tables/peers-table.ts'
import { fillRegions, namesOfRegions } from '../../bench/tables/regions.ts'
import { targetsTable } from '../../bench/tables/targets-table.ts'
import { regions } from '../../bench/tables.ts'

describe('the marked regions of a document', () => {
  const text =
    'Before\n<!-- bench: one -->\nold\n<!-- /bench -->\nBetween\n<!-- bench: two -->\n<!-- /bench -->\nAfter\n'

  it('hold what was made for them, and nothing around them changes', () => {
    const filled = fillRegions(text, (name) => (name === 'one' ? '| $1 |' : undefined))
    expect(filled).toBe(text.replace('\nold\n', '\n\n| $1 |\n\n'))
  })

  it('are the same when they are written again', () => {
    const once = fillRegions(text, (name) => name)
    expect(fillRegions(once, (name) => name)).toBe(once)
  })

  it('are all known, and docs/performance.md has every one but the summary', () => {
    const documents = ['docs/performance.md', 'README.md'].map((file) => namesOfRegions(readFileSync(file, 'utf8')))
    expect(documents[0]).toEqual(expect.arrayContaining(Object.keys(regions).filter((name) => name !== 'summary')))
    expect(Object.keys(regions)).toEqual(expect.arrayContaining(documents.flat()))
  })
})

describe('a table', () => {
  it('has a rule below its headers, numbers to the right', () => {
    expect(table(['', 'ms'], [['a job', '2']])).toBe('|  | ms |\n| --- | ---: |\n| a job | 2 |')
  })

  it('shows three digits that count', () => {
    expect([figure(4586.2), figure(0.45678, 'ms'), figure(0), figure(100_000)]).toEqual([
      '4,590',
      '0.457 ms',
      '0',
      '100,000',
    ])
  })
})

describe('the targets', () => {
  it('are met at the limit, missed beyond it, and not measured yet without a result', () => {
    const lines = targetsTable({ peers: peersFigures({ timesInProcess: 3, ofFloor: 0.44 }) }).split('\n')
    expect(lines).toContain('| jobs/s, by those of the fastest peer (Restate) | >= 3 x | 3 x | holds |')
    expect(lines).toContain('| jobs/s, by those of the floor, in process | >= 0.45 | 0.44 | **missed** |')
    expect(lines).toContain('| after kill -9: jobs lost | <= 0 | not measured yet |  |')
  })
})

describe('the table of peers', () => {
  it('names the reason why one was not measured', () => {
    const written = peersTable({ ...peersFigures({}), skipped: { dbos: 'no binary for this machine' } })
    expect(written).toContain('Not measured: dbos (no binary for this machine).')
  })
})

describe('the table of costs', () => {
  it('says of whom no price was found', () => {
    const written = costsTable({ countedOn: 'a server', dollarsPerMillionJobs: 30, perJob: { dynamodbWrite: 24 } })
    expect(written).toContain('| Temporal Cloud, Developer plan | $330.00 | 11.0 x |')
    expect(written).toMatch(/^\| Restate Cloud \| not found \|/m)
  })
})

function peersFigures({ timesInProcess = 4, ofFloor = 0.5 }): PeersFigures {
  const load = {
    ...{ jobs: 1, concurrency: 1, jobsPerSecond: 100, stepsPerSecond: 500, p50Ms: 1, p95Ms: 2, p99Ms: 3 },
    ...{ cpuMsPerJob: 1, fsyncsPerJob: 1, peakMemoryMb: 100 },
  }
  const figures: SubjectFigures = { durable: 'fsync', throughput: load, alone: load, diskBytesPerJob: 8_000 }
  return {
    ...{ work: 'five steps', rounds: 1, floor: figures, skipped: {}, fastestPeer: 'restate' },
    inProcess: { ofFloor, ...figures },
    workers: { ofFloor, ...figures },
    peers: { restate: { ...peerFacts.restate, versions: '1', timesInProcess, timesWorkers: 2, ...figures } },
  }
}
