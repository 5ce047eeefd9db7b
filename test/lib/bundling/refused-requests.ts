import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'

/** What clients throw, as the platform looks at it, when the services at `endpoint` refuse a request. */
export async function refusedRequests(endpoint: string) {
  const options = { endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'id', secretAccessKey: 'secret' } }
  const table = new DynamoDBClient(options)
  const buckets = new S3Client({ ...options, forcePathStyle: true })
  return {
    get: await table.send(new GetItemCommand({ TableName: 'jobs', Key: {} })).catch(errorOf),
    put: await table.send(new PutItemCommand({ TableName: 'jobs', Item: {} })).catch(errorOf),
    message: await new SQSClient(options)
      .send(new SendMessageCommand({ QueueUrl: endpoint, MessageBody: '' }))
      .catch(errorOf),
    call: await new LambdaClient(options).send(new InvokeCommand({ FunctionName: 'cleaner' })).catch(errorOf),
    object: await buckets.send(new GetObjectCommand({ Bucket: 'files', Key: 'a' })).catch(errorOf),
  }
}

function errorOf(error: Error & { readonly $metadata?: { readonly httpStatusCode?: number } }) {
  const isConditional = error instanceof ConditionalCheckFailedException
  return { name: error.name, message: error.message, status: error.$metadata?.httpStatusCode, isConditional }
}
