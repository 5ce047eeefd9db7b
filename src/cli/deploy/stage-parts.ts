import {
  type CloudFormationClient,
  GetTemplateCommand,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation'

/** One thing that a stack made. */
export interface StagePart {
  /** `AWS::S3::Bucket`. */
  readonly type: string
  /** As AWS names it. */
  readonly name: string
  /** Whether it outlives its stack. */
  readonly isKept: boolean
}

/** All that a stack consists of, in nested stacks too, as it was deployed. Throws what the client throws. */
export async function stageParts(client: CloudFormationClient, stack: string): Promise<StagePart[]> {
  const kept = await keptBy(client, stack)
  const parts: StagePart[] = []
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: stack })) {
    for (const resource of StackResourceSummaries.filter(isThere)) {
      const { ResourceType: type = '', PhysicalResourceId: name = '', LogicalResourceId: id = '' } = resource
      if (type === 'AWS::CloudFormation::Stack') parts.push(...(await stageParts(client, name)))
      else parts.push({ type, name, isKept: kept.has(id) })
    }
  }
  return parts
}

function isThere({ ResourceStatus, PhysicalResourceId }: StackResourceSummary): boolean {
  return ResourceStatus !== 'DELETE_COMPLETE' && PhysicalResourceId !== undefined
}

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly DeletionPolicy?: string }>>
}

async function keptBy(client: CloudFormationClient, stack: string): Promise<ReadonlySet<string>> {
  const { TemplateBody = '{}' } = await client.send(new GetTemplateCommand({ StackName: stack }))
  const { Resources = {} } = JSON.parse(TemplateBody) as Template
  const kept = Object.entries(Resources).filter(([, { DeletionPolicy = '' }]) => DeletionPolicy.startsWith('Retain'))
  return new Set(kept.map(([id]) => id))
}
