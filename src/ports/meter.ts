/** Counts and durations for metrics. Names are snake_case with their unit: `step_duration_ms`. */
export interface Meter {
  count(name: string, labels?: Readonly<Record<string, string>>): void
  observe(name: string, value: number, labels?: Readonly<Record<string, string>>): void
}
