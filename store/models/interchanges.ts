import { integer, string, table, text } from './table'

export interface InterchangeRow {
  company: string; id: string; direction: string; partner: string; standard: string; type: string; control: string; group_control: string | null; functional: string | null
  test: number; messages: number; sha256: string; at: string; stream: string; state: string
  due_at: string | null; answered_at: string | null; answered_by: string | null; text: string | null
}
export const interchanges = table<InterchangeRow>('interchanges', ['company', 'id'], {
  company: string, id: string, direction: string, partner: string, standard: string, type: string, control: string, group_control: string, functional: string,
  test: integer, messages: integer, sha256: string, at: string, stream: string, state: string, due_at: string, answered_at: string, answered_by: string, text,
})

export interface ControlSeenRow { control_key: string; company: string; partner: string; control: string; at: string; arrival: string; sha256: string; content: string; summary: string }
export const controlsSeen = table<ControlSeenRow>('controls_seen', ['control_key'],
  { control_key: string, company: string, partner: string, control: text, at: string, arrival: string, sha256: string, content: string, summary: text })
