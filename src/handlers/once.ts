/** Made at the first call and kept: a Lambda binds its adapters when the first event needs them, once per cold start. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
