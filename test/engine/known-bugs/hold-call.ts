/** A call of a port that is held up until the test lets it go: a process that stands still in the middle of its work. */
export interface HeldCall {
  /** Settles when the call was made. */
  readonly made: Promise<void>
  /** Lets the call take effect and be answered. */
  go(): void
}

/** Holds up the next call of this operation; later ones pass. */
export function holdNext<K extends string>(
  port: { [key in K]: (...args: never[]) => Promise<unknown> },
  name: K,
): HeldCall {
  const made = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const operation = port[name]
  const held = async (...args: never[]): Promise<unknown> => {
    port[name] = operation
    made.resolve()
    await gate.promise
    return await operation(...args)
  }
  port[name] = held
  return { made: made.promise, go: () => gate.resolve() }
}
