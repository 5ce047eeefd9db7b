import { describe, expect, it } from 'vitest'
import { isAllowed, type Statement, statementOf } from './iam-policy.ts'

const statement = (written: object): Statement =>
  statementOf({ Effect: 'Allow', Action: 'a:B', Resource: '*', ...written })
const allowed = (written: object, context?: Record<string, string[]>) =>
  isAllowed([statement(written)], { action: 'a:B', resource: 'arn:x', ...(context && { context }) })

describe('the evaluator of IAM policies', () => {
  it('allows what a statement names, by wildcards too, and nothing else', () => {
    const statements = [statement({ Action: ['s3:Get*', 's3:PutObject'], Resource: 'arn:x/in/*' })]
    expect(isAllowed(statements, { action: 's3:GetObject', resource: 'arn:x/in/a/b' })).toBe(true)
    expect(isAllowed(statements, { action: 's3:GetObject', resource: 'arn:x/inn' })).toBe(false)
    expect(isAllowed(statements, { action: 's3:DeleteObject', resource: 'arn:x/in/a' })).toBe(false)
    expect(isAllowed([], { action: 's3:GetObject', resource: 'arn:x' })).toBe(false)
  })

  it('lets a denial win', () => {
    const request = { action: 'a:B', resource: 'arn:x' }
    expect(isAllowed([statement({}), statement({ Effect: 'Deny' })], request)).toBe(false)
    expect(isAllowed([statement({}), statement({ Effect: 'Deny', Resource: 'arn:y' })], request)).toBe(true)
  })

  it('lets ForAllValues hold when the key is missing, as AWS does, and Null ask for it', () => {
    const forAll = { 'ForAllValues:StringLike': { k: ['A#*'] } }
    expect(allowed({ Condition: forAll })).toBe(true)
    expect(allowed({ Condition: forAll }, { k: ['A#1', 'A#2'] })).toBe(true)
    expect(allowed({ Condition: forAll }, { k: ['A#1', 'B#2'] })).toBe(false)
    expect(allowed({ Condition: { ...forAll, Null: { k: 'false' } } })).toBe(false)
    expect(allowed({ Condition: { ...forAll, Null: { k: 'false' } } }, { k: ['A#1'] })).toBe(true)
  })

  it('lets IfExists hold when the key is missing, and other operators not', () => {
    expect(allowed({ Condition: { StringEqualsIfExists: { k: 'v' } } })).toBe(true)
    expect(allowed({ Condition: { StringEqualsIfExists: { k: 'v' } } }, { k: ['w'] })).toBe(false)
    expect(allowed({ Condition: { StringEquals: { k: 'v' } } })).toBe(false)
    expect(allowed({ Condition: { StringEquals: { k: 'v' } } }, { k: ['v'] })).toBe(true)
  })

  it('refuses to guess what an unknown operator means', () => {
    expect(() => allowed({ Condition: { IpAddress: { k: 'v' } } }, { k: ['w'] })).toThrow('IpAddress')
  })
})
