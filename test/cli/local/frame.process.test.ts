import { execFileSync, execSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import troupePackage from '../../../package.json' with { type: 'json' }
import { troupe, troupeEntry } from '../troupe-process.ts'
import { aProject, brokenManifest, type Project } from './a-project.ts'

let project: Project

beforeAll(() => {
  project = aProject()
  project.write('broken.yaml', brokenManifest)
})
afterAll(() => project.remove())

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  troupe(args, { cwd: project.directory, env })

const hasScript = (() => {
  try {
    execFileSync('script', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

const escapeCode = '\u001b['

describe('help', () => {
  it('goes to stdout, shows examples before everything else, and fits one screen', async () => {
    const { stdout, stderr, exitCode } = await run(['--help'])
    expect(stdout).toMatchSnapshot()
    expect(stdout.startsWith('Examples:\n')).toBe(true)
    expect(stdout.split('\n').length).toBeLessThanOrEqual(40)
    expect([stderr, exitCode]).toEqual(['', 0])
  })

  it('of a command within a command is shown by help as well', async () => {
    const { stdout, exitCode } = await run(['help', 'jobs', 'submit'])
    expect(stdout).toBe((await run(['jobs', 'submit', '--help'])).stdout)
    expect(stdout).toContain('Usage: troupe jobs submit')
    expect(exitCode).toBe(0)
  })

  it('is what troupe alone shows', async () => {
    const { stdout, exitCode } = await run([])
    expect(stdout).toMatch(/^Examples:/)
    expect(exitCode).toBe(0)
  })

  it('is shown for a command that is several, and what is missing is said: exit 2', async () => {
    const { stdout, stderr, exitCode } = await run(['jobs'])
    expect(stderr).toContain('Usage: troupe jobs [options] [command]')
    expect(stderr).toMatch(
      /\nerror CLI_USAGE: Command troupe jobs is incomplete\nhint Choose one of its commands: troupe jobs --help\n$/,
    )
    expect([stdout, exitCode]).toEqual(['', 2])
  })

  it.each(['validate', 'plan', 'test', 'simulate', 'dev', 'doctor'])(
    'of %s names its flags and the ones of all',
    async (name) => {
      const { stdout, exitCode } = await run([name, '--help'])
      expect(stdout).toMatchSnapshot()
      expect(stdout).toContain('--file <path>')
      expect(exitCode).toBe(0)
    },
  )
})

describe('--version', () => {
  it('is the version of the package', async () => {
    const { stdout, exitCode } = await run(['--version'])
    expect([stdout, exitCode]).toEqual([`${troupePackage.version}\n`, 0])
  })
})

describe('wrong usage', () => {
  it('names the nearest command and exits with 2', async () => {
    const { stdout, stderr, exitCode } = await run(['vaildate'])
    expect(stderr).toBe("error CLI_USAGE: Unknown command 'vaildate'\nhint Did you mean validate?\n")
    expect([stdout, exitCode]).toEqual(['', 2])
  })

  it('names the help of the command it was meant for', async () => {
    const { stderr } = await run(['jobs', 'submit'])
    expect(stderr).toMatch(/^hint See what there is: troupe jobs submit --help$/m)
  })

  it('is one document on stdout with --json', async () => {
    const { stdout, exitCode } = await run(['plan', '--inptu', '{}', '--json'])
    expect(JSON.parse(stdout)).toEqual({
      code: 'CLI_USAGE',
      message: "Unknown option '--inptu'",
      hint: 'Did you mean --input?',
    })
    expect(exitCode).toBe(2)
  })

  it('is refused for a port that is none', async () => {
    const { stderr, exitCode } = await run(['dev', '--port', '70000'])
    expect(stderr).toContain('error CLI_OPTION_INVALID: Option --port is 70000; it must be 0 to 65535')
    expect(exitCode).toBe(2)
  })
})

describe('the streams of a command', () => {
  it('carry no colour off a terminal', async () => {
    const { stdout, stderr } = await run(['validate', 'broken.yaml'])
    expect(stdout + stderr).not.toContain(escapeCode)
  })

  it('carry colour with FORCE_COLOR, and none with NO_COLOR beside it', async () => {
    expect((await run(['validate', 'broken.yaml'], { FORCE_COLOR: '1' })).stdout).toContain(escapeCode)
    const { stdout, stderr } = await run(['validate', 'broken.yaml'], { FORCE_COLOR: '1', NO_COLOR: '1' })
    expect(stdout + stderr).not.toContain(escapeCode)
  })

  it('end in silence when the reader of a pipe has gone', () => {
    const line = `"${process.execPath}" "${troupeEntry}" --help | head -n 1`
    expect(execSync(line, { cwd: project.directory, encoding: 'utf8', stdio: 'pipe' })).toBe('Examples:\n')
  })

  // `script` of util-linux lends a terminal; machines without it cannot check this.
  it.runIf(hasScript)('carry colour on a terminal, unless NO_COLOR is set', () => {
    const line = `"${process.execPath}" "${troupeEntry}" validate broken.yaml`
    const onTerminal = (variables: string) =>
      execSync(`script -qec '${line}' /dev/null </dev/null || true`, {
        cwd: project.directory,
        encoding: 'utf8',
        env: { PATH: '/usr/bin:/bin', TERM: 'xterm', ...(variables === '' ? {} : { NO_COLOR: variables }) },
      })
    expect(onTerminal('')).toContain(`${escapeCode}31m`)
    expect(onTerminal('1')).not.toContain(`${escapeCode}31m`)
  })
})
