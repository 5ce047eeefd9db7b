import { describe, expect, it } from 'vitest'
import { dollarsPerMillion } from '../../bench/cost/prices.ts'
import { type IndexShape, queryUnits, readUnits, writeUnits } from '../../bench/cost/table-units.ts'

const list: IndexShape = {
  name: 'list',
  keys: ['tenantStatus', 'createdAt'],
  attributes: ['pk', 'tenantStatus', 'createdAt'],
}

describe('a write', () => {
  it('costs the larger of before and after, in whole KB', () => {
    expect(writeUnits(undefined, sized(1_024), []).total).toBe(1)
    expect(writeUnits(undefined, sized(1_025), []).total).toBe(2)
    expect(writeUnits(sized(3_000), sized(100), []).total).toBe(3)
  })

  it('costs one unit for each index entry that it puts or deletes, and two for one that moves', () => {
    const [pending, running] = [listed('pending'), listed('running')]
    expect(writeUnits(undefined, pending, [list])).toEqual({ table: 1, indexes: { list: 1 }, total: 2 })
    expect(writeUnits(pending, running, [list])).toEqual({ table: 1, indexes: { list: 2 }, total: 3 })
    expect(writeUnits(running, sized(10), [list])).toEqual({ table: 1, indexes: { list: 1 }, total: 2 })
  })

  it('costs nothing for an index entry that stays as it is', () => {
    expect(writeUnits(listed('running'), { ...listed('running'), steps: { S: 'more' } }, [list]).total).toBe(1)
  })

  it('costs one unit for an entry that keeps its key and changes otherwise', () => {
    const whole = { ...list, attributes: undefined }
    expect(writeUnits(listed('running'), { ...listed('running'), steps: { S: 'more' } }, [whole]).indexes).toEqual({
      list: 1,
    })
  })
})

describe('a read', () => {
  it('costs each item by itself, in whole 4 KB, and half when it may be stale', () => {
    expect(readUnits([sized(4_096)], true)).toBe(1)
    expect(readUnits([sized(1_500), sized(6_500)], true)).toBe(3)
    expect(readUnits([sized(100)], false)).toBe(0.5)
  })

  it('costs a unit also for an item that is not there', () => {
    expect(readUnits([undefined], true)).toBe(1)
  })

  it('of a query counts the items together', () => {
    expect(queryUnits([sized(1_500), sized(1_500)], true)).toBe(1)
    expect(queryUnits([sized(3_000), sized(3_000)], false)).toBe(1)
    expect(queryUnits([], false)).toBe(0.5)
  })
})

describe('a price', () => {
  it('becomes dollars for a million jobs', () => {
    expect(dollarsPerMillion('dynamodbWrite', 24)).toBeCloseTo(15)
    expect(dollarsPerMillion('sqsRequest', 18)).toBeCloseTo(7.2)
    expect(dollarsPerMillion('s3Put', 1)).toBeCloseTo(5)
    expect(dollarsPerMillion('lambdaGbSecond', 0.06)).toBeCloseTo(0.8, 1)
  })
})

function sized(bytes: number) {
  return { b: { B: new Uint8Array(bytes - 1) } }
}

function listed(status: string) {
  return { pk: { S: 'JOB#1' }, tenantStatus: { S: `local#${status}` }, createdAt: { N: '1' } }
}
