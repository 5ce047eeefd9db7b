import { expect, it } from 'vitest'
import { reachableUrl, targetOf } from '../../e2e/target.ts'

const endpoint = 'http://127.0.0.1:4566'

it('an emulator’s API is reached by a path of its endpoint, AWS’ by its own name', () => {
  const emulated = 'http://0b43bef4.execute-api.localhost:4566/'
  expect(reachableUrl(emulated, { endpoint })).toBe('http://127.0.0.1:4566/_aws/execute-api/0b43bef4')
  const real = 'https://0b43bef4.execute-api.eu-west-1.amazonaws.com'
  expect(reachableUrl(real, { endpoint: undefined })).toBe(real)
})

it('an emulator is never shown the credentials of this machine', () => {
  const target = targetOf({ endpoint, account: '123456789012', region: 'eu-west-1', keep: false, minutes: 1 })
  const aws = Object.entries(target.environment).filter(([name]) => /^(AWS|CDK)_/.test(name))
  expect(Object.fromEntries(aws)).toEqual({
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: '123456789012',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
  })
})
