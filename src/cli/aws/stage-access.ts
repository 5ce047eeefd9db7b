import { Fault } from '../../core/fault.ts'
import { type Env, environmentNames } from '../../env.ts'
import type { ApiSettings } from '../../manifest/deployment-settings.ts'
import { type ApiAccess, keyAccess, tokenAccess } from '../jobs/api-access.ts'
import { signedAccess } from './signed-access.ts'
import type { DeployedStage } from './stage-outputs.ts'

/** As agents.yaml says that the stage's API asks for. Throws `STAGE_LOGIN_MISSING`. */
export function stageAccess(
  deployed: DeployedStage,
  { kind, auth }: ApiSettings,
  { token, apiKey }: Pick<Env, 'token' | 'apiKey'>,
): ApiAccess {
  const { stage } = deployed
  switch (auth.kind) {
    case 'iam':
      return kind === 'function-url'
        ? signedAccess(deployed, { service: 'lambda', action: 'lambda:InvokeFunctionUrl' })
        : signedAccess(deployed, { service: 'execute-api', action: 'execute-api:Invoke' })
    case 'jwt':
      if (token !== undefined) return tokenAccess(token, auth.issuer)
      throw new Fault('STAGE_LOGIN_MISSING', { stage, what: `a token of ${auth.issuer}`, name: environmentNames.token })
    case 'api-key':
      if (apiKey !== undefined) return keyAccess(apiKey)
      throw new Fault('STAGE_LOGIN_MISSING', { stage, what: 'an API key', name: environmentNames.apiKey })
  }
}
