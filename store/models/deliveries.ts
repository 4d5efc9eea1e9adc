import { integer, string, table, text } from './table'

/** `types` is a JSON list of event types; null is all. */
export interface SubscriptionRow { name: string; company: string; types: string | null; created_at: string }
export const subscriptions = table<SubscriptionRow>('subscriptions', ['name'], { name: string, company: string, types: text, created_at: string })

export interface DeliveryRow { position: number; subscription: string; company: string; stream: string; sequence: number; attempt: number; not_before_ms: number }
export const deliveries = table<DeliveryRow>('deliveries', ['position'],
  { position: integer, subscription: string, company: string, stream: string, sequence: integer, attempt: integer, not_before_ms: integer })

export interface CommandRow { company: string; command: string; stream: string; at: string }
export const commandsDone = table<CommandRow>('commands_done', ['company', 'command'], { company: string, command: string, stream: string, at: string })
