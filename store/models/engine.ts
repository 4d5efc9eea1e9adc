import { integer, string, table, text } from './table'

export interface MessageRow {
  position: number; id: string; company: string; system: string; kind: string; our_id: string; revision: number; action: string; stream: string
  body: string; body_parts: number; correlation: string; created_at: string; state: string; attempt: number; owner: string | null
  not_before_ms: number; ended_ms: number | null; unsure: number; resends: number | null; fault: string | null; result: string | null; done_at: string | null
  room: string | null
}
export const messages = table<MessageRow>('messages', ['position'], {
  position: integer, id: string, company: string, system: string, kind: string, our_id: string, revision: integer, action: string, stream: string,
  body: text, body_parts: integer, correlation: string, created_at: string, state: string, attempt: integer, owner: string,
  not_before_ms: integer, ended_ms: integer, unsure: integer, resends: integer, fault: text, result: text, done_at: string, room: string,
})

export interface LinkRow {
  company: string; system: string; kind: string; our_id: string; their_id: string; number: string | null; stream: string; state: string; version: string
  as_of: string; currency: string | null; amount_minor: number | null; body: string | null; revision: number
}
export const links = table<LinkRow>('links', ['company', 'system', 'kind', 'our_id'], {
  company: string, system: string, kind: string, our_id: string, their_id: string, number: text, stream: string, state: text, version: text,
  as_of: string, currency: text, amount_minor: integer, body: text, revision: integer,
})

export interface CaseRow {
  id: string; open_key: string | null; company: string; kind: string; system: string; subject: string; field: string; ours: string | null; theirs: string | null; text: string
  owner: string | null; due_at: string | null; first_seen: string; last_seen: string; state: string
  result: string | null; closed_by: string | null; closed_at: string | null; detail: string | null
}
export const cases = table<CaseRow>('cases', ['id'], {
  id: string, open_key: string, company: string, kind: string, system: string, subject: string, field: text, ours: text, theirs: text, text,
  owner: string, due_at: string, first_seen: string, last_seen: string, state: string, result: text, closed_by: string, closed_at: string, detail: text,
})

export interface RunRow {
  company: string; job: string; scheduled_for: string; started_at: string; ended_at: string | null; outcome: string
  counts: string; run_cursor: string | null; proof: string | null; owner: string; lease_until_ms: number
}
export const runs = table<RunRow>('runs', ['company', 'job', 'scheduled_for'], {
  company: string, job: string, scheduled_for: string, started_at: string, ended_at: string, outcome: string,
  counts: text, run_cursor: text, proof: text, owner: string, lease_until_ms: integer,
})

export interface CursorRow { company: string; system: string; kind: string; value: string }
export const cursors = table<CursorRow>('cursors', ['company', 'system', 'kind'], { company: string, system: string, kind: string, value: text })

export interface ReferenceRow { company: string; system: string; kind: string; ref_key: string; value: string; as_of: string; fetched_at: string }
export const references = table<ReferenceRow>('references_held', ['company', 'system', 'kind', 'ref_key'],
  { company: string, system: string, kind: string, ref_key: string, value: text, as_of: string, fetched_at: string })

export interface SecretRow { company: string; system: string; cipher: string; changed_at: string }
export const secrets = table<SecretRow>('secrets', ['company', 'system'], { company: string, system: string, cipher: text, changed_at: string })

/** `secret` is the seal of the secret that it was asked for with; `lock_until_ms` is 0 where nobody renews it. */
export interface TokenRow { company: string; system: string; secret: string; cipher: string | null; expires_ms: number | null; generation: number; lock_owner: string | null; lock_until_ms: number }
export const tokens = table<TokenRow>('tokens', ['company', 'system'],
  { company: string, system: string, secret: string, cipher: text, expires_ms: integer, generation: integer, lock_owner: string, lock_until_ms: integer })

export interface PaceRow { company: string; system: string; next_us: number }
export const paces = table<PaceRow>('paces', ['company', 'system'], { company: string, system: string, next_us: integer })

export interface CircuitRow { company: string; system: string; opened_at: string; probe_ms: number; probes: number; text: string }
export interface ClockRow { company: string; system: string; skew_ms: number; measured_at: string }
export const clocks = table<ClockRow>('clocks', ['company', 'system'], { company: string, system: string, skew_ms: integer, measured_at: string })

export const circuits = table<CircuitRow>('circuits', ['company', 'system'], { company: string, system: string, opened_at: string, probe_ms: integer, probes: integer, text })
