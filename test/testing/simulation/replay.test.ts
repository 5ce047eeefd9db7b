import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { simulateOptions } from '../../../scripts/simulate-options.ts'
import { runSeed } from './run-seeds.ts'

function simulate(...args: string[]): { readonly status: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/simulate.ts', ...args], { encoding: 'utf8' })
  return { status, out: stdout, err: stderr }
}

describe('the same seed', () => {
  it.each([17, 18])('%i gives the same bytes', async (seed) => {
    const [one, other] = [await runSeed(seed), await runSeed(seed)]
    expect(other.trace.join('\n')).toBe(one.trace.join('\n'))
    expect(other).toEqual(one)
  })

  it('gives the same bytes in another process', { timeout: 30_000 }, async () => {
    const { status, out } = simulate('--seed', '17', '--trace')
    expect(status).toBe(0)
    expect(out.slice(0, out.lastIndexOf('1 seeds'))).toBe(`${(await runSeed(17)).trace.join('\n')}\n`)
  })
})

describe('npm run simulate', () => {
  it('prints how many seeds and versions of jobs it checked', { timeout: 30_000 }, () => {
    expect(simulate('--seeds', '5').out).toMatch(
      /^5 seeds, 0 with violations, \d+ versions of jobs checked, \d+ seeds\/s\n$/,
    )
  })

  it('says which invariant a seed breaks, what happened last, and how to see all of it', { timeout: 30_000 }, () => {
    const { status, out } = simulate('--seed', '1', '--seeds', '60', '--without', 'versionCheck')
    expect(status).toBe(1)
    expect(out).toMatch(/^seed \d+ breaks P1: version \d+ replaces version \d+ /m)
    expect(out).toContain('A job changes only by a save conditional on its version')
    expect(out).toMatch(/replay: npm run simulate -- --seed \d+ --without versionCheck --trace/)
    const [first = ''] = out.split('\n\n  replay:')
    expect(first.split('\n').length).toBeLessThan(31)
  })

  it('refuses what it cannot understand, and says where the help is', () => {
    const { status, err } = simulate('--sed', '1')
    expect(status).toBe(2)
    expect(err).toMatch(/^Unknown option '--sed'.*\nnpm run simulate -- --help\n$/s)
  })

  it.each([
    [['--seeds', 'many'], '--seeds wants a whole number from 1 to 999999999, and met "many"'],
    [['--seed', '0'], '--seed wants a whole number from 1 to 999999999, and met "0"'],
    [['--without', 'hope'], '--without knows no guard hope; it knows versionCheck,'],
    [['--seed'], "Option '--seed <value>' argument missing"],
  ])('refuses %j', (args, message) => {
    expect(() => simulateOptions(args)).toThrow(message)
  })
})
