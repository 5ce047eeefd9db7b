import { itKeepsEveryInvariant } from './run-seeds.ts'

itKeepsEveryInvariant({ first: 1, count: 500 })
