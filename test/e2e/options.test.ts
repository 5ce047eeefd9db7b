import { describe, expect, it } from 'vitest'
import { readOptions } from '../../e2e/options.ts'

describe('the options of the cloud test', () => {
  it('take an emulator, in the account that emulators begin with', () => {
    expect(readOptions(['--endpoint', 'http://127.0.0.1:4566/'])).toEqual({
      endpoint: 'http://127.0.0.1:4566',
      account: '000000000000',
      region: 'us-east-1',
      keep: false,
      minutes: 20,
    })
  })

  it('take a real account only when it is named and confirmed', () => {
    expect(readOptions([])).toBe('Say --endpoint, or --account and --yes')
    expect(readOptions(['--account', '123456789012'])).toBe('--yes is needed to deploy to account 123456789012')
    expect(readOptions(['--account', '123456789012', '--yes', '--region', 'eu-west-1', '--keep'])).toEqual({
      endpoint: undefined,
      account: '123456789012',
      region: 'eu-west-1',
      keep: true,
      minutes: 20,
    })
  })

  it.each([
    [['--endpoint', 'here'], '--endpoint is no URL: here'],
    [['--account', '12', '--yes'], '--account is not 12 digits: 12'],
    [['--endpoint', 'http://127.0.0.1:1', '--minutes', '0'], '--minutes is not a number from 1 to 999: 0'],
    [['--enpoint', 'x'], expect.stringContaining('--enpoint')],
  ])('refuse %j', (args, problem) => {
    expect(readOptions(args)).toEqual(problem)
  })
})
