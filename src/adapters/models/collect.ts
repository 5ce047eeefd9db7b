/**
 * Everything that an iterable gives. Rejects with the signal's reason as soon as it aborts, even when the iterable hangs:
 * a client that waits for the next frame of a stream does not always notice.
 */
export async function collect<T>(source: AsyncIterable<T>, signal: AbortSignal): Promise<T[]> {
  const aborted = Promise.withResolvers<never>()
  // It is raced against each frame; when none is awaited nobody listens.
  aborted.promise.catch(() => undefined)
  const abort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  const iterator = source[Symbol.asyncIterator]()
  const all: T[] = []
  try {
    signal.throwIfAborted()
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted.promise])
      if (next.done === true) return all
      all.push(next.value)
    }
  } catch (thrown) {
    iterator.return?.().catch(() => undefined)
    throw thrown
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
