import { type EdiProfile } from '../../mappings/edi/profile'
import { type DespatchAdvice, type Invoice, type Line, type OrderResponse, type Parties } from '../../mappings/edi/write/documents'
import { type EdifactMessage, writeEdifact } from '../../mappings/edi/write/edifact'
import { edifactDespatchAdvice, edifactInvoice, edifactOrderResponse } from '../../mappings/edi/write/edifact-documents'
import { writeX12, type X12Message } from '../../mappings/edi/write/x12'
import { x12ChangeResponse, x12DespatchAdvice, x12Invoice, x12OrderResponse } from '../../mappings/edi/write/x12-documents'
import { type Profile } from '../../mappings/profile'
import { type PartnerDocument, type PartnerDocumentKind } from '../../orders/answers'
import { type Partner } from '../../store/records'
import { type OwnCompany } from '../company'
import { type Wanted } from './putOut'

/** How each document is called and grouped (GS01), and what writes it. */
const X12: Record<PartnerDocumentKind, { type: string; functional: string; message: (content: never) => X12Message }> = {
  orderResponse: { type: '855', functional: 'PR', message: x12OrderResponse },
  changeResponse: { type: '865', functional: 'CA', message: x12ChangeResponse },
  despatchAdvice: { type: '856', functional: 'SH', message: x12DespatchAdvice },
  invoice: { type: '810', functional: 'IN', message: x12Invoice },
}
const EDIFACT: Record<PartnerDocumentKind, { type: string; message: (content: never) => EdifactMessage }> = {
  orderResponse: { type: 'ORDRSP', message: edifactOrderResponse },
  changeResponse: { type: 'ORDRSP', message: edifactOrderResponse },
  despatchAdvice: { type: 'DESADV', message: edifactDespatchAdvice },
  invoice: { type: 'INVOIC', message: edifactInvoice },
}

type Content = (OrderResponse | DespatchAdvice | Invoice) & Parties & { lines: Line[] }
type Written = Pick<Wanted, 'standard' | 'type' | 'functional' | 'test' | 'messages' | 'acknowledged' | 'write'>

/** A business document as the partner gets it: in his standard, between his identifiers and ours, with his own unit codes. */
export function businessDocument({ document, content }: PartnerDocument, partner: Partner, edi: EdiProfile, company: OwnCompany): Written {
  const said = completed(content as unknown as Content, partner.profile, company)
  const common = { standard: edi.standard, test: edi.test ?? false, messages: 1, acknowledged: true }
  if (edi.standard === 'edifact') {
    const { type, message } = EDIFACT[document]
    return { ...common, type, write: ({ interchange }, at, marks) => writeEdifact({ from: [edi.us.qualifier, edi.us.id], to: [edi.them.qualifier, edi.them.id], control: String(interchange), at, test: common.test, marks }, [message(said as never)]) }
  }
  const { type, functional, message } = X12[document]
  const group = { from: edi.us.application ?? edi.us.id, to: edi.them.application ?? edi.them.id }
  return {
    ...common, type, functional,
    write: (numbers, at, marks) => writeX12({ from: [edi.us.qualifier, edi.us.id], to: [edi.them.qualifier, edi.them.id], control: numbers.interchange, group: { ...group, control: numbers.group }, at, test: common.test, version: edi.version ?? '004010', marks },
      [message(said as never)]),
  }
}

/** What the order does not say of us, and his own codes of units. */
function completed(content: Content, profile: Profile, company: OwnCompany): Content {
  const codes = new Map(Object.entries(profile.codes?.unit ?? {}).map(([his, unit]) => [unit, his]).reverse() as [string, string][])
  const lines = content.lines.map((line) => { const unitCode = line.unit === undefined ? undefined : codes.get(line.unit); return unitCode === undefined ? line : { ...line, unitCode } })
  return { ...content, seller: { name: company.name, identifiers: company.identifiers }, lines }
}
