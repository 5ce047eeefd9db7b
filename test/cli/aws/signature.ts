import { createHash, createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export const login = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }

export interface SignedAs {
  readonly service: string
  readonly region: string
  /** Of the headers that the signature covers. */
  readonly signedHeaders: readonly string[]
}

/**
 * Whom a request is signed as; undefined when it is not signed, or its signature is not that of `login` over what arrived.
 * Written from the definition of AWS Signature Version 4, without the library that signs:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedAs({ method, url = '', headers }: IncomingMessage, body: string): SignedAs | undefined {
  const { authorization = '' } = headers
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/
  const [, keyId, day = '', region = '', service = '', signed = '', signature] = parts.exec(authorization) ?? []
  if (keyId !== login.accessKeyId) return undefined
  const [path = '', query = ''] = url.split('?')
  const signedHeaders = signed.split(';')
  const canonical = [
    method,
    path.split('/').map(encodeURIComponent).join('/'),
    query.split('&').sort().join('&'),
    ...signedHeaders.map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    signed,
    sha256(body),
  ].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${login.secretAccessKey}`)
  return hmac(key, text).toString('hex') === signature ? { service, region, signedHeaders } : undefined
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
