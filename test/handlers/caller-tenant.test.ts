import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callerTenant } from '../../src/handlers/caller-tenant.ts'

const own = { accountId: '111111111111' }

describe('the tenant of a caller', () => {
  it.each([
    [
      'a JWT with the claim',
      { ...own, authorizer: { jwt: { claims: { sub: 'u1', tenant: 'acme' }, scopes: [] } } },
      'acme',
    ],
    [
      'a Cognito token of an HTTP API',
      { ...own, authorizer: { jwt: { claims: { 'custom:tenant': 'acme' } } } },
      'acme',
    ],
    ['a Cognito token of a REST API', { ...own, authorizer: { claims: { 'custom:tenant': 'acme' } } }, 'acme'],
    ['a Lambda authorizer of an HTTP API', { ...own, authorizer: { lambda: { tenant: 'acme' } } }, 'acme'],
    ['a Lambda authorizer of a REST API', { ...own, authorizer: { principalId: 'u1', tenant: 'acme' } }, 'acme'],
    ['a JWT without the claim', { ...own, authorizer: { jwt: { claims: { sub: 'u1' }, scopes: [] } } }, 'default'],
    [
      'an IAM principal of the API’s account',
      {
        ...own,
        authorizer: { iam: { accountId: '111111111111', userArn: 'arn:aws:sts::111111111111:assumed-role/a/b' } },
      },
      'default',
    ],
    [
      'an IAM principal of another account',
      { ...own, authorizer: { iam: { accountId: '222222222222', userArn: 'arn:aws:iam::222222222222:user/u' } } },
      'account-222222222222',
    ],
    [
      'an IAM principal of another account, on a REST API',
      { ...own, identity: { accountId: '222222222222' } },
      'account-222222222222',
    ],
    ['an API key', { ...own, identity: { accountId: null, apiKey: 'k', apiKeyId: 'id' } }, 'default'],
    ['nobody an authorizer looked at', own, 'default'],
    ['an event without a context', undefined, 'default'],
  ])('of %s', (_who, context, tenant) => {
    expect(callerTenant(context)).toBe(tenant)
  })

  it.each(['', 'a#b', 'a b', 'x'.repeat(129), 7, null, ['acme'], { name: 'acme' }])(
    'is refused when the claim is %j, and does not become the default',
    (tenant) => {
      const context = { ...own, authorizer: { jwt: { claims: { tenant } } } }
      expect(() => callerTenant(context)).toThrow(expect.objectContaining({ code: 'API_TENANT_INVALID' }))
    },
  )

  it('is a name or a refusal, whatever the context holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (authorizer) => {
        try {
          expect(callerTenant({ ...own, authorizer })).toMatch(/^[A-Za-z0-9._:@-]{1,128}$/)
        } catch (error) {
          expect(error).toMatchObject({ code: 'API_TENANT_INVALID' })
        }
      }),
    )
  })
})
