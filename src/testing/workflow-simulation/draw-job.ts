import { Fault } from '../../core/fault.ts'
import type { JsonValue } from '../../core/json.ts'
import { takeAim, type Wish } from '../../planner/aim.ts'
import type { Goal } from '../../planner/goals.ts'
import { agentOf } from '../../planner/result-names.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import { drawValue } from '../drawing/draw-value.ts'
import { fitsSchema } from '../drawing/fits-schema.ts'
import { wishTree } from '../drawing/wish-tree.ts'
import { createRandom, hashOf } from '../simulation/random.ts'
import { goalOfSeed, type PreparedWorkflow } from './prepared-workflow.ts'

/** One seed's job: what it is given, and what its steps answer. */
export interface DrawnJob {
  readonly seed: number
  /** What it aims at. */
  readonly goal: Goal | undefined
  readonly input: JsonValue
  /** Names of step templates whose agents are to fail for good, with those agents. */
  readonly failing: ReadonlyMap<string, string>
  /** The same for each attempt at the step by that agent. */
  outputOf(step: Pick<AttemptCall, 'stepId' | 'agent'>): JsonValue
}

/** Throws the fault `SIMULATION_INPUT_NOT_DRAWN` when no valid input is found. */
export function drawJob(prepared: PreparedWorkflow, seed: number): DrawnJob {
  const { definition, workflow } = prepared
  const goal = goalOfSeed(prepared, seed)
  const random = createRandom(hashOf(`${seed}/aim`))
  const aim = takeAim({ definition, workflow, random: random.next, ...(goal === undefined ? {} : { goal }) })
  // A seed without a goal leaves some values to chance.
  const wishes = goal === undefined ? aim.wishes.filter(() => random.chance(0.6)) : aim.wishes
  const outputs = new Map<string, JsonValue>()
  return {
    seed,
    goal,
    failing: aim.failing,
    input: prepared.input === undefined ? drawInput(prepared, seed, wishes) : prepared.input.value,
    outputOf(step) {
      const key = `${step.stepId}/${step.agent}`
      const output = outputs.get(key) ?? drawOutput(prepared, { seed, wishes, step })
      outputs.set(key, output)
      return output
    },
  }
}

const triesAtInput = 20

function drawInput({ workflow, needed, notes }: PreparedWorkflow, seed: number, wishes: readonly Wish[]): JsonValue {
  const schema = workflow.inputSchema ?? {}
  const tree = wishTree([...wishes, ...needed].filter(({ root }) => root === 'input'))
  for (let tries = 0; tries < triesAtInput; tries++) {
    const random = createRandom(hashOf(`${seed}/input/${tries}`))
    const input = drawValue(schema, { random, wishes: tree, notes })
    if (fitsSchema(input, schema, schema)) return input
  }
  throw new Fault('SIMULATION_INPUT_NOT_DRAWN', { workflow: workflow.name })
}

interface DrawnStep {
  readonly seed: number
  readonly wishes: readonly Wish[]
  readonly step: Pick<AttemptCall, 'stepId' | 'agent'>
}

function drawOutput(prepared: PreparedWorkflow, { seed, wishes, step }: DrawnStep): JsonValue {
  const { definition, outputSchemas, needed, notes } = prepared
  const { stepId, agent } = step
  const names = [stepId, stepId.replace(/-\d+$/, ''), agent, agentOf(definition, agent)?.alias]
  const own = [...wishes, ...needed].filter(({ root, keys }) => root === 'results' && names.includes(String(keys[0])))
  const tree = wishTree(own.map((wish) => ({ ...wish, keys: wish.keys.slice(1) })))
  const schema = Object.hasOwn(outputSchemas, agent) ? outputSchemas[agent] : undefined
  return drawValue(schema ?? {}, { random: createRandom(hashOf(`${seed}/${stepId}/${agent}`)), wishes: tree, notes })
}
