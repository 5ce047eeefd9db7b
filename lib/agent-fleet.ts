import { NestedStack } from 'aws-cdk-lib/core'
import { ASSET_RESOURCE_METADATA_PATH_KEY } from 'aws-cdk-lib/cx-api'
import { Construct } from 'constructs'
import { Agent } from './agent.ts'
import type { PlatformParts } from './platform-parts.ts'

/** All agents: in the stack itself, or in nested stacks when the file asks for shards. */
export class AgentFleet extends Construct {
  constructor(scope: Construct, id: string, parts: PlatformParts) {
    super(scope, id)
    const { agents, shards } = parts.plan
    if (shards === undefined) {
      for (const agent of agents) new Agent(this, agent, parts)
      return
    }
    for (const shard of shards) {
      // CloudFormation refuses a stack without resources.
      if (shard.agents.length === 0) continue
      const stack = new NestedStack(this, shard.id)
      // By it the CDK finds what a nested stack holds: without it a diff shows no agent, and `--hotswap` ends in a TypeError.
      stack.nestedStackResource?.addMetadata(ASSET_RESOURCE_METADATA_PATH_KEY, stack.templateFile)
      for (const agent of shard.agents) new Agent(stack, agent, parts)
    }
  }
}
