import type * as Engine from './engine/index'

let loading: Promise<typeof Engine> | undefined

/** Store, documents and connectors, loaded when they are first used: n8n requires every node at its start. */
export const engine = (): Promise<typeof Engine> => (loading ??= import('./engine/index.js'))
