const unitBytes = { KB: 1_024, MB: 1_048_576, GB: 1_073_741_824 } as const

/** Bytes of a size as agents.yaml writes it: a number is MB, text takes `512KB 1024MB 2GB`. Undefined for anything else. */
export function parseSizeBytes(written: unknown): number | undefined {
  if (typeof written === 'number') return written > 0 ? Math.round(written * unitBytes.MB) : undefined
  if (typeof written !== 'string') return undefined
  const match = /^(\d+(?:\.\d+)?)\s?(KB|MB|GB)$/.exec(written.trim())
  if (match === null) return undefined
  return Math.round(Number(match[1]) * unitBytes[match[2] as keyof typeof unitBytes])
}

/** `900 B`, `15.6 KB`, `3.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < unitBytes.KB) return `${bytes} B`
  const unit = bytes < unitBytes.MB ? 'KB' : bytes < unitBytes.GB ? 'MB' : 'GB'
  return `${Number((bytes / unitBytes[unit]).toFixed(1))} ${unit}`
}
