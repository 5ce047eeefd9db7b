import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import {
  answerAttributes,
  answerKeysOf,
  attribute,
  indexes,
  keyPrefix,
  memoryAttributes,
  memoryKeysOf,
  resultAttributes,
  resultKeysOf,
} from '../src/adapters/aws/table-schema.ts'

/**
 * What may be done to the job table, each right by the requests of src/adapters/aws that need it.
 *
 * IAM sees an item's partition key and the names of its attributes, never the sort key or a value. A condition
 * `ForAllValues` holds when the key is missing altogether, so `Null` comes with it.
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html)
 */
export function tableRights(tableArn: string) {
  const onItems = (action: string, keys: string, attributes?: readonly string[]) =>
    new PolicyStatement({
      actions: [action],
      resources: [tableArn],
      conditions: attributes === undefined ? keysCondition(keys) : attributesCondition(keys, attributes),
    })
  const onIndex = (name: string) =>
    new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${tableArn}/index/${name}`] })
  return {
    loadJobs: () => [onItems('dynamodb:Query', jobs)],
    saveJobs: () => [onItems('dynamodb:PutItem', jobs)],
    listJobs: () => [onIndex(indexes.list.name), onItems('dynamodb:BatchGetItem', jobs)],
    findDueJobs: () => [onIndex(indexes.wake.name)],
    readDefinitions: () => [onItems('dynamodb:GetItem', definitions)],
    writeDefinitions: () => [onItems('dynamodb:PutItem', definitions)],
    readResults: () => [onItems('dynamodb:BatchGetItem', results)],
    listResults: () => [onItems('dynamodb:Query', results)],
    /** Asks attempts to stop; cannot write a result. */
    markResults: () => [onItems('dynamodb:UpdateItem', results, markAttributes)],
    /** Claims and records the results of one agent. */
    recordResults: (agent: string) => [onItems('dynamodb:UpdateItem', resultKeysOf(agent), resultAttributes)],
    /** Answers of models to one agent. */
    keepAnswers: (agent: string) => [
      onItems('dynamodb:GetItem', answerKeysOf(agent)),
      onItems('dynamodb:PutItem', answerKeysOf(agent), answerAttributes),
    ],
    /** One scope of memory, of every tenant. */
    keepMemory: (scope: string) => [
      onItems('dynamodb:Query', memoryKeysOf(scope)),
      onItems('dynamodb:PutItem', memoryKeysOf(scope), memoryAttributes),
      onItems('dynamodb:DeleteItem', memoryKeysOf(scope)),
    ],
  }
}

const jobs = `${keyPrefix.job}*`
const definitions = `${keyPrefix.definition}*`
const results = `${keyPrefix.result}*`
const markAttributes = [attribute.partition, attribute.sort, attribute.abort, attribute.expiresAt]

function keysCondition(keys: string) {
  return {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  }
}

/** Also what is asked back: an update may return the whole item. */
function attributesCondition(keys: string, attributes: readonly string[]) {
  return {
    ...keysCondition(keys),
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes },
    Null: { 'dynamodb:LeadingKeys': 'false', 'dynamodb:Attributes': 'false' },
    StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
  }
}
