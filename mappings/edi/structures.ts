import { type Places, Structure, structureOf, tagsOf } from './structure'
import { type Report } from './tokenizer'

const CARRIER = 'TD1*10 TD5*12 TD3*12 TD4*5'
const X12_PARTY = (most: number): string => `[N1*${most} N2*2 N3*2 N4 NX2*99 REF*12 PER*99 SI*99 DTM FOB ${CARRIER} PKG*200]`
const X12_LINE = `SI*99 CUR CN1 PO3*25 [CTP*99 CUR] PAM*10 MEA*40 [PID*1000 MEA*10] PWK*25 [PO4*999 MEA*40] REF*999 PER*3 [SAC*99 CUR CTP] IT8*99 CSH ITD*99 DIS*20 INC TAX*99 FOB SDQ*500
  IT3*5 DTM*99 TC2*2 ${CARRIER} PCT*99 MAN*10 MSG*99 SPI NTE*99 TXI*99 CTB*99 [QTY*99 SI*99] [SCH*200 ${CARRIER} REF*99] [PKG*200 MEA*99] LS [LDT*99 QTY*99 MSG REF*99 [LM*99 LQ*99]] LE
  [N9*1000 DTM*99 MEA*40 MSG*1000] ${X12_PARTY(200)} [SLN*1000 MSG*99 SI*99 PID*1000 PO3*104 TC2*2 [SAC*99 CTP] DTM*99 CTP*99 PO4 TXI*99 ${X12_PARTY(10)}] [AMT*99 REF PCT*99] [LM*99 LQ*99]`
const X12_HEAD = `PER*99 TAX*99 FOB*99 CTP*99 PAM*10 CSH*5 [SAC*25 CUR] ITD*99 DIS*20 INC DTM*10 LDT*99 LIN*5 SI*99 PID*200 MEA*40 PWK*25 PKG*200 ${CARRIER} MAN*10 PCT*99 CTB*99 TXI*99
  NTE*99 [N9*1000 DTM*99 MSG*1000] ${X12_PARTY(200)} [LM*99 LQ*99] [SPI*99 REF*5 DTM*5 MSG*50] [ADV*99 DTM MTX*99] NTE*999`

const EDIFACT_PARTY = 'NAD*99 LOC*99 FII*5 [RFF*99 DTM*5] [DOC*5 DTM*5] [CTA*5 COM*5]'
const ALLOWANCE = '[ALC*99 ALI*5 DTM*5 [QTY RNG] [PCD RNG] [MOA*2 RNG] [RTE RNG] [TAX*5 MOA]]'
const HEADER = `BGM! DTM!*35 PAI ALI*5 IMD*999 FTX*99 [RFF*9999 DTM*5 LOC*2] [${EDIFACT_PARTY}] [TAX*5 MOA LOC*5] [CUX*5 PCD*5 DTM*5] [PAT*10 DTM*5 PCD MOA PAI FII] [TDT*10 [LOC*10 DTM*5]] [TOD*5 LOC*5]
  [PAC*99 MEA*5 [PCI*5 RFF DTM*5 GIN*10]] [EQD*10 HAN*5 MEA*5 FTX*5] [SCC*10 FTX*5 RFF*5 [QTY*10 DTM*5]] [APR*25 DTM*5 RNG] ${ALLOWANCE} [RCS*999 RFF*5 DTM*5 FTX*99]`
const LINE = `PIA*25 IMD*99 MEA*99 QTY*99 PCD*5 ALI*5 DTM*35 MOA*99 GIN*1000 GIR*1000 QVR DOC*99 PAI FTX*99 [CCI*999 CAV*10 MEA*10] [PAT*10 DTM*5 PCD MOA] [MOA*100 CUX QTY] [AJT*9 FTX*5] [PRI*99 CUX APR RNG DTM*5]
  [RFF*9999 DTM*5] [PAC*99 MEA*5 QTY*5 DTM*5 RFF [PCI*5 RFF DTM*5 GIN*10]] [LOC*9999 QTY*100 DTM*5] [TAX*10 MOA LOC*5] [${EDIFACT_PARTY}] ${ALLOWANCE} [TDT*10 [LOC*10 DTM*5]] [TOD*5 LOC*5] [EQD*10 HAN*5 MEA*5]
  [SCC*999 FTX*5 RFF*5 [QTY*10 DTM*5]] [APR*25 DTM*5 RNG] [RCS*999 RFF*5 DTM*5 FTX*99]`
const ORDER = `${HEADER} [LIN*200000 ${LINE}] UNS! MOA*12 CNT*10 [ALC*10 ALI MOA*2] [TAX*10 MOA*9]`

/** Structures by message type: X12 (004010, with what 003040 and 005010 add) and EDIFACT (D.96A to D.01B). Types that are not here have no order check. */
const NOTATIONS = new Map([
  ['850', `BEG! CUR REF*9999 ${X12_HEAD} [PO1*100000 ${X12_LINE}] [CTT AMT*2]`],
  ['855', `BAK! CUR REF*9999 ${X12_HEAD} [PO1*100000 ${X12_LINE.replace('[QTY*99', 'ACK*104 [QTY*99').replace('SI*99 CUR', 'SI*99 CUR [ACK*104 DTM]')}] [CTT AMT*2]`],
  ['860', `BCH! CUR REF*9999 ${X12_HEAD} [POC*100000 ${X12_LINE}] [CTT AMT*2]`],
  ['ORDERS', ORDER],
  ['ORDCHG', ORDER],
  ['ORDRSP', ORDER.replace('BGM! DTM!*35', 'BGM! DTM!*35 AJT*9')],
])

const made = new Map<string, { places: Places; tags: Set<string> }>()

/** A fresh check of one message's structure; undefined where its type has none. */
export function structureFor(type: string, report: Report): Structure | undefined {
  const notation = NOTATIONS.get(type)
  if (notation === undefined) return undefined
  let known = made.get(type)
  if (!known) {
    const places = structureOf(notation)
    known = { places, tags: tagsOf(places) }
    made.set(type, known)
  }
  return new Structure(known.places, known.tags, report)
}
