import type { Env } from '../../env.ts'
import { type ApiAccess, keyAccess, tokenAccess } from './api-access.ts'

/**
 * What is shown to an address that was given as such: the token or the key of the environment, and only over https. A
 * laptop's runtime asks for none, and a secret does not travel in the open.
 */
export function urlAccess(url: string, { token, apiKey }: Pick<Env, 'token' | 'apiKey'>): ApiAccess | undefined {
  if (!url.startsWith('https:')) return undefined
  if (token !== undefined) return tokenAccess(token)
  return apiKey === undefined ? undefined : keyAccess(apiKey)
}
