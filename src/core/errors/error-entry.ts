/** One code's wording. `{name}` stands for the argument of that name. */
export interface ErrorEntry {
  /** Subject, what is wrong, the value met. */
  readonly message: string
  /** One imperative sentence: the repair. */
  readonly hint?: string
}
