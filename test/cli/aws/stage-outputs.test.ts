import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { awsFault } from '../../../src/cli/aws/aws-fault.ts'
import { readDeployedStage } from '../../../src/cli/aws/stage-outputs.ts'
import { exitCodeOf } from '../../../src/cli/exit-codes.ts'
import { openStageProject } from '../../../src/cli/open-project.ts'
import { Fault } from '../../../src/core/fault.ts'
import { aProject } from './a-project.ts'
import { type AwsServices, serveAws, stubLogin } from './aws-server.ts'
import { aRun } from './run-double.ts'

const directory = aProject(['clerk'], 'stages: { prod: { region: us-east-2 } }')
const file = join(directory, 'agents.yaml')

afterEach(() => vi.unstubAllEnvs())
afterAll(() => rmSync(directory, { recursive: true }))

const outputs = { ApiUrl: 'https://api.example', Table: 'jobs' }

async function read(stage: string, services: AwsServices, variables = {}) {
  await using server = await serveAws(services)
  stubLogin(server.url, variables)
  return await readDeployedStage(openStageProject(aRun({ file }), stage))
}

async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(thrown instanceof Fault)) throw new Error(`no fault: ${thrown}`)
  return thrown
}

describe('a deployed stage', () => {
  test('is the stack of the project and the stage, with its outputs by their names', async () => {
    const asked: string[] = []
    const stage = await read('dev', {
      stacks(name) {
        asked.push(name)
        return { status: 'CREATE_COMPLETE', outputs }
      },
    })
    expect(asked).toEqual(['troupe-shop-dev'])
    expect([stage.output('ApiUrl'), stage.output('Table'), stage.region]).toEqual([
      'https://api.example',
      'jobs',
      'eu-central-1',
    ])
    expect(() => stage.output('Dashboard')).toThrow(expect.objectContaining({ code: 'STAGE_INCOMPLETE' }))
  })

  test('is looked for in the region that agents.yaml names, whatever the environment says', async () => {
    const stage = await read('prod', { stacks: () => ({ status: 'UPDATE_COMPLETE', outputs }) })
    expect(stage.region).toBe('us-east-2')
  })

  test.each(['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_FAILED'])(
    'serves what stood before, while it is in state %s',
    async (status) => {
      const stage = await read('dev', { stacks: () => ({ status, outputs }) })
      expect(stage.output('ApiUrl')).toBe('https://api.example')
    },
  )

  test.each([
    ['CREATE_IN_PROGRESS', 'STAGE_UNUSABLE', 1],
    ['ROLLBACK_COMPLETE', 'STAGE_UNUSABLE', 1],
    ['DELETE_FAILED', 'STAGE_UNUSABLE', 1],
    ['REVIEW_IN_PROGRESS', 'STAGE_NOT_DEPLOYED', 3],
    [undefined, 'STAGE_NOT_DEPLOYED', 3],
  ])('in state %s it is refused with %s, exit %i', async (status, code, exitCode) => {
    const fault = await faultOf(read('dev', { stacks: () => (status === undefined ? undefined : { status }) }))
    expect([fault.code, exitCodeOf(fault.code)]).toEqual([code, exitCode])
    expect(fault.hint).toContain('troupe deploy --stage dev')
  })
})

describe('a stage that cannot be asked for', () => {
  test('is refused when agents.yaml does not have it, with those that it has', () => {
    const open = () => openStageProject(aRun({ file }), 'staging')
    expect(open).toThrow('Stage staging does not exist; there are dev, prod')
    expect(open).toThrow(expect.objectContaining({ code: 'MANIFEST_UNKNOWN_STAGE' }))
  })

  test('says that nobody is logged in, exit 4', async () => {
    const nobody = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }
    const fault = await faultOf(read('dev', {}, nobody))
    expect([fault.code, exitCodeOf(fault.code)]).toEqual(['AWS_CREDENTIALS_MISSING', 4])
  })

  test('says that the login is refused, exit 4', async () => {
    const fault = await faultOf(read('dev', {}, { AWS_SECRET_ACCESS_KEY: 'another' }))
    expect([fault.code, exitCodeOf(fault.code)]).toEqual(['AWS_CREDENTIALS_REFUSED', 4])
  })

  test('says that no region is known, exit 4', async () => {
    const fault = await faultOf(read('dev', {}, { AWS_REGION: undefined }))
    expect([fault.code, exitCodeOf(fault.code)]).toEqual(['AWS_REGION_MISSING', 4])
    expect(fault.hint).toContain('region in stages.dev')
  })

  test.each([
    [Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), 'AWS_UNREACHABLE'],
    [Object.assign(new Error('not authorized'), { name: 'AccessDenied' }), 'AWS_ACCESS_DENIED'],
    [Object.assign(new Error('Rate exceeded'), { name: 'Throttling' }), 'AWS_REQUEST_FAILED'],
  ])('tells what else AWS may say: %s', (thrown, code) => {
    expect(awsFault(thrown, 'dev')).toMatchObject({ code, message: expect.stringContaining(thrown.message) })
  })
})
