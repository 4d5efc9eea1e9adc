/**
 * Units of X12 (data element 355) to UN/ECE Recommendation 20. Packages are Recommendation 21 codes with the X in front that
 * Recommendation 20 gives them. Written `X12 Rec20`, pairs by trade.
 */
const X12 = pairs(`
  EA EA  UN C62  PC H87  PR PR  DZ DZN  ST SET  GS GRO  GG GGR  HC CEN  TH MIL  KT KT  AS AS  AY AY  PL XPX  PF XPX
  CA XCS  CT XCT  BX XBX  PK XPK  BG XBG  BO XBO  CN XCX  DR XDR  JR XJR  RL XRL  RO XRO  SH XST  TB XTU
  BA XBL  BC XBJ  CX XCL  CB XCO  VI XVI  AM XAM  RA XRK  PH XPK  DP DPR  LO LO  CW CWA
  BD XBE  EV XEN  KE XKG  PA XPL  RE RM  SV XSI  TY XPU  TK XTK
  KG KGM  GR GRM  ME MGM  MP TNE  LB LBR  OZ ONZ  TN STN  TO APZ
  LT LTR  ML MLT  GA GLL  QT QTL  PT PTL  FO OZA  CI INQ  CF FTQ  CY YDQ  CC CMQ  CR MTQ  C8 DMQ  BR BLL
  MR MTR  LM LM  CM CMT  MM MMT  DK KMT  IN INH  FT FOT  LF FOT  YD YRD  DH SMI
  SF FTK  SY YDK  SI INK  SM MTK  SC CMK  AC ACR  BF BFT
  HR HUR  DA DAY  WK WEE  MO MON  YR ANN  MJ MIN  03 SEC
  K7 KWT  KH KWH  WH WHR  P1 P1  BY BTU
`)

/**
 * Units that EDIFACT (6411) and its older directories used, to today's Recommendation 20. Codes that are not here are taken as
 * Recommendation 20 codes already, which is what 6411 asks for.
 */
const EDIFACT = pairs(`
  PCE H87  PCB XPK  CT XCT  CS XCS  CR XCR  BX XBX  PK XPK  BG XBG  BO XBO  CA XCX  RL XRL  RO XRO  PF XPX
  PX XPX  ST XST  TU XTU  BE XBE  DR XDR  PA XPA
`)

/** Recommendation 20 (and 21) codes of goods that trade uses; a document's code in this list is right as it is. */
const REC20 = new Set((`EA C62 H87 PR DZN SET GRO GGR CEN MIL NMP KT AS AY NAR NPR NPT NRL RM KGM GRM MGM TNE LBR ONZ STN APZ LTR MLT HLT DLT CLT GLL QTL PTL OZA INQ FTQ
 YDQ CMQ MTQ DMQ MMQ BLL GLI QTI PTI MTR LM CMT MMT DMT KMT INH FOT YRD SMI FTK YDK INK MTK CMK DMK ACR HAR BFT SEC MIN HUR DAY WEE MON ANN QAN KWT KWH MWH WHR WTT P1
 JOU BTU KJO LEF ST5 CTM DPR DZP PRS 2N D63 E48 E49 E51 E54 IE KMQ LPA MQH PGL GT CWA CWI LTN STI DTN KTN MTS TAH GWH GJ VLT AMP CEL FAH KEL RO LO 1I 25 64
 BB4 NIU MGO HMT KNI KPH KPO KPP KSD KSH KMA QT GFI GL KGS LBT TPR MIK CMC CTG XXX`).split(/\s+/))

/** An X12 unit (355) as Recommendation 20; undefined where the table does not know it. */
export const rec20OfX12 = (unit: string): string | undefined => X12.get(unit)

/** An EDIFACT unit (6411) as Recommendation 20, and whether that list is known to have it. */
export const rec20OfEdifact = (unit: string): { unit: string; known: boolean } => KNOWN.get(unit) ?? { unit, known: /^X[A-Z0-9]{2}$/.test(unit) }

const KNOWN = new Map([...[...REC20].map((unit) => [unit, unit] as const), ...EDIFACT].map(([unit, known]): [string, { unit: string; known: boolean }] => [unit, { unit: known, known: true }]))

const X12_BACK = new Map([...X12].map(([x12, rec20]): [string, string] => [rec20, x12]).reverse())

/** A Recommendation 20 unit as X12 writes it (355); undefined where X12 has none that is known here. */
export const x12OfRec20 = (unit: string): string | undefined => X12_BACK.get(unit)

function pairs(text: string): Map<string, string> {
  const words = text.trim().split(/\s+/)
  const made = new Map<string, string>()
  for (let i = 0; i + 1 < words.length; i += 2) if (!made.has(words[i]!)) made.set(words[i]!, words[i + 1]!)
  return made
}
