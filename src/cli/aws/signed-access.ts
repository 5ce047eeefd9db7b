import { SignatureV4 } from '@smithy/signature-v4'
import type { ApiAccess, OutgoingRequest } from '../jobs/api-access.ts'
import { awsFault } from './aws-fault.ts'
import type { DeployedStage } from './stage-outputs.ts'

/** What the endpoint is to AWS: the name that goes into the signature, and the action that it asks a right for. */
interface SignedService {
  readonly service: 'execute-api' | 'lambda'
  readonly action: string
}

/** Signs each request with the login that found the stage; a login that is renewed meanwhile is taken up. */
export function signedAccess(
  { client, region, stage }: Pick<DeployedStage, 'client' | 'region' | 'stage'>,
  { service, action }: SignedService,
): ApiAccess {
  const { credentials, sha256 } = client.config
  const signer = new SignatureV4({ service, region, credentials, sha256 })
  return {
    whenRefused: `Allow ${action} to the role of this login (aws sts get-caller-identity), and look at the clock of this machine`,
    async headersFor(request) {
      try {
        const { headers } = await signer.sign(signable(request))
        // The client of HTTP writes it itself.
        const { host: _, ...others } = headers
        return others
      } catch (thrown) {
        throw awsFault(thrown, stage)
      }
    },
  }
}

function signable({ method, url, headers, body }: OutgoingRequest) {
  return {
    ...{ method, protocol: url.protocol, hostname: url.hostname, path: url.pathname },
    query: Object.fromEntries(url.searchParams),
    headers: { ...headers, host: url.host },
    ...(body === undefined ? {} : { body }),
  }
}
