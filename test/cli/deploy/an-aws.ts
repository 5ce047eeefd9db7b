import type { IncomingMessage } from 'node:http'
import { type ScriptedAnswer, type ScriptedServer, serveScript } from '../jobs/scripted-server.ts'

export interface AResource {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly isKept?: boolean
}

export interface AnEvent {
  readonly id: string
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly name?: string
}

export interface AStack {
  status: string
  outputs?: Readonly<Record<string, string>>
  isProtected?: boolean
  resources?: readonly AResource[]
  /** Oldest first. */
  events?: readonly AnEvent[]
  /** What CloudFormation makes of a deletion; default: the stack is gone. */
  afterDeletion?: Partial<AStack>
}

/** An account as the commands of deploying meet it; what they change, changes here. */
export interface AnAws {
  readonly account: string
  /** With what STS refuses who asks. */
  readonly refusal?: string
  readonly stacks: Record<string, AStack>
  /** Keys by bucket. */
  readonly objects: Record<string, string[]>
  readonly asked: string[]
}

export const bootstrapped: AStack = { status: 'CREATE_COMPLETE', outputs: { BootstrapVersion: '33' } }

export function anAws(given: Partial<AnAws> = {}): AnAws {
  return { account: '111122223333', stacks: { CDKToolkit: bootstrapped }, objects: {}, asked: [], ...given }
}

/** Serves it to the SDK's own clients, and to the CDK's, on a loopback port. */
export async function serve(aws: AnAws): Promise<ScriptedServer> {
  return await serveScript((request, body) => {
    const service = /\/(\w+)\/aws4_request/.exec(request.headers.authorization ?? '')?.[1]
    if (service === 's3') return bucketAnswer(aws, request, body)
    const query = new URLSearchParams(body)
    const action = query.get('Action') ?? String(request.headers['x-amz-target'])
    aws.asked.push(action)
    return operations[action]?.(aws, query) ?? refuse('InvalidAction', `${action} is not known here`)
  })
}

const operations: Readonly<Record<string, (aws: AnAws, query: URLSearchParams) => ScriptedAnswer>> = {
  GetCallerIdentity: ({ account, refusal }) =>
    refusal === undefined
      ? result('GetCallerIdentity', tags({ Arn: `arn:aws:iam::${account}:user/ada`, UserId: 'A', Account: account }))
      : refuse(refusal, 'The security token included in the request is not good', 403),
  AssumeRole: () => {
    const keys = { AccessKeyId: 'ASIAROLE', SecretAccessKey: 'secret', SessionToken: 'token' }
    return result('AssumeRole', `<Credentials>${tags({ ...keys, Expiration: '2100-01-01T00:00:00Z' })}</Credentials>`)
  },
  DescribeStacks: (aws, query) =>
    withStack(aws, query, (stack, name) => result('DescribeStacks', describe(name, stack))),
  DescribeStackEvents: (aws, query) =>
    withStack(aws, query, ({ events = [] }, name) =>
      result('DescribeStackEvents', list('StackEvents', eventsOf(name, events))),
    ),
  ListStackResources: (aws, query) =>
    withStack(aws, query, ({ resources = [] }) =>
      result('ListStackResources', list('StackResourceSummaries', resources.map(resourceTags))),
    ),
  GetTemplate: (aws, query) =>
    withStack(aws, query, ({ resources = [] }) => result('GetTemplate', tags({ TemplateBody: templateOf(resources) }))),
  DeleteStack: ({ stacks }, query) => {
    const name = query.get('StackName') ?? ''
    const stack = stacks[name]
    if (stack?.afterDeletion === undefined) delete stacks[name]
    else Object.assign(stack, stack.afterDeletion)
    return result('DeleteStack', '')
  },
  'AmazonSSM.GetParameter': () => ({
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: { Parameter: { Name: '/cdk-bootstrap/hnb659fds/version', Type: 'String', Value: '33' } },
  }),
}

function withStack(
  { stacks }: AnAws,
  query: URLSearchParams,
  answer: (stack: AStack, name: string) => ScriptedAnswer,
): ScriptedAnswer {
  const name = query.get('StackName') ?? ''
  const stack = stacks[name]
  return stack === undefined ? refuse('ValidationError', `Stack with id ${name} does not exist`) : answer(stack, name)
}

function describe(name: string, { status, outputs = {}, isProtected = false }: AStack): string {
  const members = Object.entries(outputs).map(([OutputKey, OutputValue]) => tags({ OutputKey, OutputValue }))
  const head = tags({ StackName: name, StackStatus: status, CreationTime: '2026-01-01T00:00:00Z' })
  return list('Stacks', [
    `${head}${tags({ EnableTerminationProtection: String(isProtected) })}${list('Outputs', members)}`,
  ])
}

function eventsOf(stack: string, events: readonly AnEvent[]): string[] {
  return events
    .map(({ id, type, status, reason, name }, index) =>
      tags({
        EventId: `${stack}-${index}`,
        StackId: `arn:${stack}`,
        StackName: stack,
        Timestamp: '2026-01-01T00:00:00Z',
        LogicalResourceId: id,
        ResourceType: type,
        ResourceStatus: status,
        ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
        ...(name === undefined ? {} : { PhysicalResourceId: name }),
      }),
    )
    .reverse()
}

function resourceTags({ id, type, name }: AResource): string {
  return tags({
    LogicalResourceId: id,
    PhysicalResourceId: name,
    ResourceType: type,
    ResourceStatus: 'CREATE_COMPLETE',
    LastUpdatedTimestamp: '2026-01-01T00:00:00Z',
  })
}

function templateOf(resources: readonly AResource[]): string {
  const all = resources.map(({ id, isKept = false }) => [id, isKept ? { DeletionPolicy: 'Retain' } : {}])
  return JSON.stringify({ Resources: Object.fromEntries(all) })
}

/** Two a page, as AWS has a thousand. */
function bucketAnswer({ objects, asked }: AnAws, { method, url = '' }: IncomingMessage, body: string): ScriptedAnswer {
  const [, bucket = ''] = /^\/([^/?]+)/.exec(url) ?? []
  const keys = objects[bucket] ?? []
  asked.push(`${method} ${bucket}`)
  if (method === 'GET') {
    const versions = keys.slice(0, 2).map((key) => `<Version>${tags({ Key: key, VersionId: 'null' })}</Version>`)
    return xml(200, `<ListVersionsResult>${versions.join('')}</ListVersionsResult>`)
  }
  const gone = [...body.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key)
  objects[bucket] = keys.filter((key) => !gone.includes(key))
  return xml(200, '<DeleteResult></DeleteResult>')
}

function result(action: string, body: string): ScriptedAnswer {
  return xml(200, `<${action}Response><${action}Result>${body}</${action}Result></${action}Response>`)
}

function refuse(code: string, message: string, status = 400): ScriptedAnswer {
  return xml(
    status,
    `<ErrorResponse><Error><Type>Sender</Type>${tags({ Code: code, Message: message })}</Error></ErrorResponse>`,
  )
}

function list(name: string, members: readonly string[]): string {
  return `<${name}>${members.map((member) => `<member>${member}</member>`).join('')}</${name}>`
}

function tags(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`)
    .join('')
}

function xml(status: number, body: string): ScriptedAnswer {
  return { status, headers: { 'content-type': 'text/xml' }, body }
}
