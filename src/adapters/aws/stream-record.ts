/** A change of the job table as its stream tells it, with the item before and after. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { JobRecord } from '../../core/compact-job.ts'
import type { AttemptResult } from '../../core/result.ts'
import type { Item } from './attribute-values.ts'
import { readJobItem } from './job-item.ts'
import { attemptOfSortKey, readResultItem } from './result-item.ts'
import { jobKey, keyPrefix } from './table-schema.ts'

/** As Lambda hands it over: JSON, so that bytes are base64. */
export interface StreamRecord {
  readonly dynamodb?:
    | {
        readonly Keys?: StreamItem | undefined
        readonly NewImage?: StreamItem | undefined
        readonly OldImage?: StreamItem | undefined
      }
    | undefined
}

interface StreamValue {
  readonly S?: string | undefined
  readonly N?: string | undefined
  readonly B?: string | undefined
}
type StreamItem = Readonly<Record<string, StreamValue>>

export type TableChange =
  | { readonly kind: 'jobSaved'; readonly before?: JobRecord; readonly after: JobRecord }
  | { readonly kind: 'attemptEnded'; readonly result: AttemptResult }

/** Undefined for a change that is neither: a claim, a mark, an input, a deletion. Throws `STORE_RECORD_UNREADABLE`. */
export function readStreamRecord({ dynamodb = {} }: StreamRecord): TableChange | undefined {
  const { Keys: { pk = {}, sk = {} } = {}, NewImage, OldImage } = dynamodb
  if (pk.S === undefined || sk.S === undefined || NewImage === undefined) return undefined
  const [after, before] = [itemOf(NewImage), OldImage && itemOf(OldImage)]
  if (pk.S.startsWith(keyPrefix.job)) return jobSaved(pk.S.slice(keyPrefix.job.length), sk.S, { before, after })
  return pk.S.startsWith(keyPrefix.result)
    ? attemptEnded(pk.S.slice(keyPrefix.result.length), sk.S, { before, after })
    : undefined
}

interface Images {
  readonly before: Item | undefined
  readonly after: Item
}

function jobSaved(jobId: string, sk: string, { before, after }: Images): TableChange | undefined {
  if (sk !== jobKey(jobId).sk) return undefined
  const earlier = before === undefined ? {} : { before: readJobItem(jobId, before) }
  return { kind: 'jobSaved', ...earlier, after: readJobItem(jobId, after) }
}

/** @param partition `<agent>#<jobId>`: neither has a `#` */
function attemptEnded(partition: string, sk: string, { before, after }: Images): TableChange | undefined {
  const [agent = '', jobId = ''] = partition.split('#')
  const ofStep = attemptOfSortKey(sk)
  if (ofStep === undefined) return undefined
  const attempt = { agent, jobId, ...ofStep }
  const result = readResultItem(attempt, after)
  if (result === undefined || result.status === 'running') return undefined
  const hadEnded = before !== undefined && (readResultItem(attempt, before)?.status ?? 'running') !== 'running'
  return hadEnded ? undefined : { kind: 'attemptEnded', result }
}

function itemOf(image: StreamItem): Item {
  const entries = Object.entries(image).map(([name, { B, ...value }]) => {
    return [name, B === undefined ? value : { B: Buffer.from(B, 'base64') }] as [string, AttributeValue]
  })
  return Object.fromEntries(entries)
}
