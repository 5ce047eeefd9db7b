import { Fault } from '../../core/fault.ts'
import { type Env, environmentNames } from '../../env.ts'

/** How a command was told where its runtime is. */
export interface RuntimeOptions {
  readonly url?: string | undefined
  readonly stage?: string | undefined
}

export const defaultUrl = 'http://127.0.0.1:4000'

/** `--url`, else TROUPE_URL, else the laptop runtime's own address; without a slash at its end. Throws `CLI_URL_INVALID`. */
export function baseUrl({ url, env }: Pick<RuntimeOptions, 'url'> & { readonly env: Pick<Env, 'url'> }): string {
  if (url !== undefined) return checked(url, '--url')
  return env.url === undefined ? defaultUrl : checked(env.url, environmentNames.url)
}

function checked(url: string, source: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new Fault('CLI_URL_INVALID', { source, url })
  return url.replace(/\/+$/, '')
}
