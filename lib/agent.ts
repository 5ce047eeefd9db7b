import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { Duration, SecretValue } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import type { AgentPlan } from './agent-plan.ts'
import { modelRights } from './model-rights.ts'
import { partNames } from './part-names.ts'
import { queueRights } from './planner-queue.ts'
import { PlatformFunction } from './platform-function.ts'
import type { PlatformParts } from './platform-parts.ts'

/**
 * How long an accepted call waits for a place. The planner starts an attempt again that nobody claimed, so older calls are
 * only copies of younger ones.
 */
const maxEventAge = Duration.minutes(15)

/**
 * One agent: a function, its role, its log, and what becomes of failed calls. Lambda itself tries nothing again; a call
 * that ended its process, or took too long, is told to the planner at once.
 */
export class Agent extends Construct {
  constructor(scope: Construct, agent: AgentPlan, parts: PlatformParts) {
    super(scope, agent.name)
    const { plan, code, table, queue, blobs } = parts
    const { rights, secrets, functionName, concurrency } = agent
    const names = partNames(parts)
    const { lambda } = new PlatformFunction(this, 'Agent', {
      plan,
      size: agent,
      code: code.agent(agent.name),
      functionName,
      ...(concurrency === undefined ? {} : { concurrency }),
      environment: { ...secretValues(secrets), ...names.table, ...names.queue, ...names.bucket },
      rights: [
        ...table.rights.recordResults(rights.resultsOf),
        ...(rights.answersOf === undefined ? [] : table.rights.keepAnswers(rights.answersOf)),
        ...rights.memories.flatMap((scope) => table.rights.keepMemory(scope)),
        ...queueRights(queue.facts).send(),
        ...blobs.mayRead(...rights.reads),
        ...blobs.mayWrite(...rights.writes),
        ...modelRights(rights.models, rights.guardrails),
      ],
      inLoop: true,
    })
    lambda.configureAsyncInvoke({
      retryAttempts: 0,
      maxEventAge,
      onFailure: new SqsDestination(queue.facts),
    })
  }
}

/** References: CloudFormation reads the values, they stand in no template. */
function secretValues({ secret, names }: AgentPlan['secrets']): Record<string, string> {
  const values = names.map((name) => [name, SecretValue.secretsManager(secret, { jsonField: name }).unsafeUnwrap()])
  return Object.fromEntries(values)
}
