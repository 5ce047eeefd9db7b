import { LayerVersion } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { FunctionUrl } from './function-url.ts'
import { HttpJobApi } from './http-job-api.ts'
import type { JobEndpoint } from './job-endpoint.ts'
import { partNames } from './part-names.ts'
import { queueRights } from './planner-queue.ts'
import { PlatformFunction } from './platform-function.ts'
import type { PlatformParts } from './platform-parts.ts'
import { RestJobApi } from './rest-job-api.ts'

/** The HTTP API: one function behind the kind of endpoint that agents.yaml asks for. It cannot start an agent. */
export class JobApi extends Construct {
  readonly function: PlatformFunction
  readonly endpoint: JobEndpoint

  constructor(scope: Construct, id: string, parts: PlatformParts) {
    super(scope, id)
    const { plan, code, table, queue, blobs } = parts
    const { rights } = table
    const names = partNames(parts)
    this.function = new PlatformFunction(this, 'Api', {
      plan,
      size: plan.api,
      code: code.handler('api'),
      layers: [this.definitionLayer(parts)],
      environment: { ...names.table, ...names.queue, ...names.bucket },
      rights: [
        ...rights.loadJobs(),
        ...rights.saveJobs(),
        ...rights.listJobs(),
        ...rights.readDefinitions(),
        ...rights.writeDefinitions(),
        ...rights.readResults(),
        ...rights.listResults(),
        ...queueRights(queue.facts).send(),
        ...blobs.mayRead('inputs/', 'outputs/'),
        ...blobs.mayWrite('inputs/'),
        ...blobs.mayMiss(),
      ],
    })
    this.endpoint = this.openEndpoint(parts)
  }

  /** Apart from the code: a changed agents.yaml uploads a few kilobytes. */
  private definitionLayer({ plan, code }: PlatformParts): LayerVersion {
    return new LayerVersion(this, 'Definition', {
      description: `What new jobs of ${plan.project}, stage ${plan.stage}, follow`,
      code: code.definition(),
    })
  }

  private openEndpoint({ plan }: PlatformParts): JobEndpoint {
    const { settings } = plan.api
    const { lambda } = this.function
    switch (settings.kind) {
      case 'http':
        return new HttpJobApi(this, 'Http', { plan, settings, lambda })
      case 'rest':
        return new RestJobApi(this, 'Rest', { plan, settings, lambda })
      case 'function-url':
        return new FunctionUrl(this, 'Url', lambda)
    }
  }
}
