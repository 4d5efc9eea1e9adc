import { bytes, integer, string, table, text } from './table'

export interface SettingRow { name: string; value: string }
export const settings = table<SettingRow>('settings', ['name'], { name: string, value: text })

export interface DocumentRow { sha256: string; bytes: number; chunks: number; format: string | null; partner: string | null; profile_version: number | null; erased_at: string | null }
export const documents = table<DocumentRow>('documents', ['sha256'],
  { sha256: string, bytes: integer, chunks: integer, format: string, partner: string, profile_version: integer, erased_at: string })

export interface DocumentChunkRow { sha256: string; no: number; bytes: Buffer }
export const documentChunks = table<DocumentChunkRow>('document_chunks', ['sha256', 'no'], { sha256: string, no: integer, bytes })

export interface ArrivalRow {
  id: string; transport_key: string; channel: string; transport_id: string; sha256: string; file_name: string | null; sender: string | null
  at: string; outcome: string; company: string | null; problems: string
}
export const arrivals = table<ArrivalRow>('arrivals', ['id'], {
  id: string, transport_key: string, channel: string, transport_id: text, sha256: string, file_name: text, sender: text,
  at: string, outcome: string, company: string, problems: text,
})

export interface ArrivalItemRow {
  arrival: string; no: number; type: string; control: string | null; outcome: string; company: string | null; order_id: string | null; text: string | null
}
export const arrivalItems = table<ArrivalItemRow>('arrival_items', ['arrival', 'no'],
  { arrival: string, no: integer, type: text, control: text, outcome: string, company: string, order_id: string, text })
