import { itKeepsEveryInvariant } from './run-seeds.ts'

itKeepsEveryInvariant({ first: 1501, count: 500 })
