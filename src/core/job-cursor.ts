import { Fault } from './fault.ts'

/** Place in a list of jobs, newest first: the next page starts right behind it. */
export interface JobPosition {
  readonly createdAt: number
  readonly jobId: string
}

/** The opaque text a client sends back to get the next page. */
export function encodeJobCursor({ createdAt, jobId }: JobPosition): string {
  return Buffer.from(JSON.stringify([createdAt, jobId])).toString('base64url')
}

/** Throws `API_CURSOR_INVALID` for anything that `encodeJobCursor` did not make. */
export function decodeJobCursor(cursor: string): JobPosition {
  const [createdAt, jobId] = parsed(cursor)
  const position = { createdAt, jobId } as JobPosition
  const wellFormed = Number.isSafeInteger(createdAt) && typeof jobId === 'string' && jobId !== ''
  if (!wellFormed || encodeJobCursor(position) !== cursor)
    throw new Fault('API_CURSOR_INVALID', { cursor: cursor.slice(0, 80) })
  return position
}

function parsed(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
