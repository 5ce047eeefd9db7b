import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRecords } from '../../../agents/data_cleaner/read-records.ts'

const columns = { month: 'month', category: 'category', amount: 'amount' }
let base = ''
let project = ''

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'records-'))
  project = join(base, 'project')
  await mkdir(join(project, 'data'), { recursive: true })
  await writeFile(join(project, 'data', 'sales.csv'), '\uFEFFmonth,category,amount\n2020-01,"A, B",3\n\n')
  await writeFile(join(base, 'secret.csv'), 'month,category,amount\n2020-01,A,3\n')
  await symlink(join(base, 'secret.csv'), join(project, 'data', 'link.csv'))
})

afterAll(() => rm(base, { recursive: true }))

const read = (path: string) => readRecords({ source: { path }, columns }, project)

describe('readRecords', () => {
  it('reads a file of the project, by its relative or absolute path', async () => {
    const rows = [{ month: '2020-01', category: 'A, B', amount: '3' }]
    expect(await read('data/sales.csv')).toEqual(rows)
    expect(await read(join(project, 'data', 'sales.csv'))).toEqual(rows)
  })

  it.each(['../secret.csv', 'data/../../secret.csv', '/etc/hostname', 'data/link.csv'])(
    'does not leave the project folder by %s',
    async (path) => {
      await expect(read(path)).rejects.toMatchObject({ code: 'SOURCE_OUTSIDE_PROJECT', retryable: false })
    },
  )

  it.each(['data/none.csv', 'data', '.'])('says that %s is no file', async (path) => {
    await expect(read(path)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' })
  })

  it('takes rows and CSV text from the input', async () => {
    const rows = [{ month: '2020-01', category: 'A', amount: 3 }]
    expect(await readRecords({ source: { rows }, columns })).toEqual([{ month: '2020-01', category: 'A', amount: '3' }])
    const csv = 'month,category,amount\n2020-01,A,3'
    expect(await readRecords({ source: { csv }, columns })).toEqual([{ month: '2020-01', category: 'A', amount: '3' }])
  })

  it('names the column that is missing and those that are there', async () => {
    await expect(readRecords({ source: { csv: 'month,kind\n2020-01,A' }, columns })).rejects.toMatchObject({
      code: 'SOURCE_COLUMN_MISSING',
      message: 'The source has no column category, amount; it has the columns month, kind',
    })
    await expect(readRecords({ source: { csv: 'month,category,amount\n' }, columns })).rejects.toMatchObject({
      message: 'The source has no column month, category, amount; it has no rows',
    })
  })

  it('asks for both columns of a month that has two', async () => {
    const split = { month: { year: 'year', month: 'month' }, category: 'category', amount: 'amount' }
    const csv = 'month,category,amount\n7,A,1'
    await expect(readRecords({ source: { csv }, columns: split })).rejects.toMatchObject({
      message: 'The source has no column year; it has the columns month, category, amount',
    })
  })

  it('says where a text stops being CSV', async () => {
    const csv = 'month,category,amount\n2020-01,A,1,2'
    await expect(readRecords({ source: { csv }, columns })).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('line 2'),
    })
  })
})
