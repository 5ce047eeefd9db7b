/** The face of the condition language, for whoever runs a conformance set against it; docs/conditions.md says what holds. */
export { checkCondition, evaluateCondition } from './condition.ts'
export { resolveMapping } from './mapping.ts'
