/** How a request shows whose it is. */
export interface ApiAccess {
  /** Headers to send with the request beside its own. */
  headersFor(request: OutgoingRequest): Promise<Readonly<Record<string, string>>>
  /** What to do when the API refuses them: one imperative. */
  readonly whenRefused: string
}

/** A request as it goes out. */
export interface OutgoingRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** A token for an API with JWT: `Authorization: Bearer …`. @param issuer who gives one */
export function tokenAccess(token: string, issuer = 'its issuer'): ApiAccess {
  return {
    headersFor: async () => ({ authorization: `Bearer ${token}` }),
    whenRefused: `Set TROUPE_TOKEN to a fresh token of ${issuer}`,
  }
}

/** A key for an API with API keys. */
export function keyAccess(key: string): ApiAccess {
  return {
    headersFor: async () => ({ 'x-api-key': key }),
    whenRefused: 'Set TROUPE_API_KEY to a key of this API',
  }
}
