import { expect, test } from 'vitest'
import { awsChecks } from '../../../src/cli/doctor/aws-checks.ts'
import type { Check } from '../../../src/cli/doctor/check.ts'
import { examine } from '../../../src/cli/doctor/examine.ts'
import { type AnAws, anAws, bootstrapped } from './an-aws.ts'
import { aShop } from './on-aws.ts'

const { onAws, file } = aShop()

/** `ok AWS account: 111122223333`, and behind what is wrong its repair. */
async function look(aws: AnAws, stage = 'dev'): Promise<string[]> {
  const lines: string[] = []
  const line = ({ status, name, found, repair }: Check) =>
    `${status} ${name}: ${found}${repair === undefined ? '' : ` -> ${repair}`}`
  await onAws(aws, async () => {
    for await (const check of awsChecks(file, stage)) lines.push(line(check))
    return 0
  })
  return lines
}

test('doctor says of a stage what deploying it needs, each thing as it found it', async () => {
  expect(await look(anAws())).toEqual([
    'ok deploy tools: all installed',
    'ok stage dev: no errors',
    'ok AWS login: arn:aws:iam::111122223333:user/ada, in eu-central-1',
    'ok AWS account: 111122223333',
    'ok CDK bootstrap: version 33',
    'ok stack: troupe-shop-dev: not deployed yet',
  ])
})

test('doctor shows a problem once with its repair, and skips what comes after it', async () => {
  expect((await look(anAws({ refusal: 'ExpiredToken' }))).slice(2)).toEqual([
    expect.stringMatching(/^failed AWS login: AWS refuses these credentials: .* -> Log in again/),
    'skipped AWS account: another problem comes first',
    'skipped CDK bootstrap: another problem comes first',
    'skipped stack: another problem comes first',
  ])
})

const stuck = { CDKToolkit: bootstrapped, 'troupe-shop-dev': { status: 'UPDATE_ROLLBACK_FAILED' } }

test.each([
  ['foreign', anAws(), /^failed AWS account: .* belongs to account 999988887777/],
  ['nope', anAws(), /^failed stage nope: Stage nope does not exist; there are dev, prod/],
  ['dev', anAws({ stacks: {} }), /^failed CDK bootstrap: .* -> .*npx cdk bootstrap aws:\/\/111122223333\/eu-central-1/],
  ['dev', anAws({ stacks: stuck }), /^failed stack: .*UPDATE_ROLLBACK_FAILED -> .*continue-update-rollback/],
])('doctor finds what is wrong with stage %s', async (stage, aws, found) => {
  expect(await look(aws, stage)).toContainEqual(expect.stringMatching(found))
})

test('doctor asks AWS when a stage was named, and otherwise not', async () => {
  const aws = anAws()
  const { stdout } = await onAws(aws, (run) => examine(run, { port: '0' }))
  expect([aws.asked, stdout.includes('AWS')]).toEqual([[], false])
  const named = await onAws(aws, (run) => examine(run, { port: '0', stage: 'dev' }))
  expect(named.stdout).toContain('ok      CDK bootstrap: version 33\n')
  expect(named.stderr).toMatch(/troupe (deploy|doctor) --stage dev/)
})
