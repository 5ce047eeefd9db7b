import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb'
import { RemovalPolicy } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import { attribute, indexes } from '../src/adapters/aws/table-schema.ts'
import type { DeploymentPlan } from './deployment-plan.ts'
import { tableRights } from './table-rights.ts'

const attributeTypes = { S: AttributeType.STRING, N: AttributeType.NUMBER }

/** The one table: jobs, results, definitions. */
export class JobTable extends Construct {
  readonly table: TableV2
  readonly rights: ReturnType<typeof tableRights>

  constructor(scope: Construct, id: string, plan: Pick<DeploymentPlan, 'table' | 'protected' | 'events'>) {
    super(scope, id)
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: attribute.partition, type: AttributeType.STRING },
      sortKey: { name: attribute.sort, type: AttributeType.STRING },
      globalSecondaryIndexes: Object.values(indexes).map(({ name, partition, sort, type }) => ({
        indexName: name,
        partitionKey: { name: partition, type: attributeTypes[type] },
        sortKey: { name: sort, type: attributeTypes[type] },
        projectionType: ProjectionType.KEYS_ONLY,
      })),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      timeToLiveAttribute: attribute.expiresAt,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: plan.table.pointInTimeRecovery },
      // Read by what tells of events, and by nobody else.
      ...(plan.events === undefined ? {} : { dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES }),
      deletionProtection: plan.table.deletionProtection,
      removalPolicy: plan.protected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    this.rights = tableRights(this.table.tableArn)
  }
}
