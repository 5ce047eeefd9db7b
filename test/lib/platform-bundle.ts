import { bundlePlatform } from '../../lib/bundling/bundle-platform.ts'

/** Made once for all files of a worker: it is the same for all projects. */
export const platformBundle = bundlePlatform()
