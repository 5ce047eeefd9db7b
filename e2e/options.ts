import { parseArgs } from 'node:util'

/** What `npm run e2e` was asked for. */
export interface Options {
  /** Of an emulator of AWS; undefined: AWS itself. */
  readonly endpoint: string | undefined
  /** In which the stages are made. */
  readonly account: string
  readonly region: string
  /** Leaves the stages standing. */
  readonly keep: boolean
  /** For everything together. */
  readonly minutes: number
}

export const usage = `npm run e2e -- --endpoint <url> [--account <12 digits>]     an emulator of AWS
npm run e2e -- --account <12 digits> --yes                   your account, with your credentials: it costs a few cents
  --region <region>   default us-east-1
  --minutes <n>       give up after so long, default 20
  --keep              leave the stages standing
`

/** Answers what is wrong with the arguments, as text, when they are not usable. */
export function readOptions(args: readonly string[]): Options | string {
  const values = valuesOf(args)
  if (typeof values === 'string') return values
  const { endpoint, account = endpoint === undefined ? undefined : '000000000000', region, minutes, keep, yes } = values
  if (account === undefined) return 'Say --endpoint, or --account and --yes'
  if (!/^\d{12}$/.test(account)) return `--account is not 12 digits: ${account}`
  if (endpoint === undefined && !yes) return `--yes is needed to deploy to account ${account}`
  if (endpoint !== undefined && !URL.canParse(endpoint)) return `--endpoint is no URL: ${endpoint}`
  if (!/^[1-9]\d{0,2}$/.test(minutes)) return `--minutes is not a number from 1 to 999: ${minutes}`
  return { endpoint: endpoint?.replace(/\/+$/, ''), account, region, keep, minutes: Number(minutes) }
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        endpoint: { type: 'string' },
        account: { type: 'string' },
        region: { type: 'string', default: 'us-east-1' },
        minutes: { type: 'string', default: '20' },
        keep: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
