import { itKeepsEveryInvariant } from './run-seeds.ts'

itKeepsEveryInvariant({ first: 1001, count: 500 })
