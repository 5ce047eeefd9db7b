/**
 * What every AWS client of the platform has in common. One place decides it; one file a client, so that a bundle holds
 * only the clients it uses.
 *
 * Region, credentials and endpoint come from the environment, read by the SDK itself: AWS_REGION, the credential chain,
 * AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_<SERVICE>. An option given here wins.
 *
 * Retries are the SDK's standard mode: throttling, 5xx, timeouts and broken connections, 3 attempts in all, with short
 * random pauses. What still fails is a retryable fault, and the message that caused it comes back: longer patience here
 * would only use up a Lambda's time.
 *
 * The SDK has no timeouts of its own. With these a dead host costs about 7 s and a silent one 3 x `requestTimeoutMs`.
 */
export interface AwsClientOptions {
  /** Such as `http://127.0.0.1:4566`. Absent: AWS, or what the environment says. */
  readonly endpoint?: string
  /** Absent: AWS_REGION. */
  readonly region?: string
  /** Absent: the SDK's chain, on Lambda the role of the function. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** 3 by default; 1 is no retry. */
  readonly maxAttempts?: number
  /** From the request to the first byte of its answer. 5,000 by default, for S3 10,000. */
  readonly requestTimeoutMs?: number
}

/**
 * TCP alone, without TLS. Not less: a Lambda of 128 MB has a fourteenth of a core while it starts, and may look at its
 * sockets late.
 */
const connectionTimeoutMs = 2_000

/** Part of every client's configuration. HTTP/1.1 with connections kept open between invocations of a warm Lambda. */
export function clientSettings({ maxAttempts = 3, requestTimeoutMs = 5_000, ...given }: AwsClientOptions) {
  return {
    ...given,
    maxAttempts,
    retryMode: 'standard',
    // Options, not a handler: the SDK then makes its own HTTP/1.1 handler, and no package is imported for it.
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      // Otherwise it only warns.
      throwOnRequestTimeout: true,
      // For an answer that stops in the middle; the body of a blob is no longer part of the request.
      socketTimeout: requestTimeoutMs,
      httpAgent: keptOpen,
      httpsAgent: keptOpen,
    },
  }
}

const keptOpen = { keepAlive: true, maxSockets: 50 }
