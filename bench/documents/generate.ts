import { closeSync, openSync, writeSync } from 'node:fs'

/** A purchase order as a retailer sends it, its own number in every message. */
const X12_BODY = (control: string): string[] => ['BEG*00*SA*PO' + control + '**20260127*610385385', 'REF*DP*038', 'REF*PS*R', 'ITD*14*3*2**45**46', 'DTM*002*20260214', 'PKG*F*68***PALLETIZE SHIPMENT',
  'TD5*A*92*P3**SEE RETAIL ROUTING GUIDE', 'N1*ST*KONTOR RETAIL*9*0003947268292', 'N3*31875 HARBOUR RD', 'N4*SOLON*OH*44139',
  ...[1, 2, 3, 4, 5, 6].flatMap((line) => [`PO1*${line}*${line * 24}*EA*${line}.25*TE*CB*06532${line}-117*PR*RO*VN*AB354${line}`, `PID*F****WIDGET NO ${line}`, 'PO4*4*4*EA*PLT94**3*LR*15*CT']), 'CTT*6', 'AMT*1*13045.94']

const EDIFACT_BODY = (control: string): string[] => [`BGM+220+PO${control}+9`, 'DTM+137:202601270000:203', 'DTM+2:202602060000:203', 'RFF+PD:50515', 'NAD+SU+5020436000004::9', 'NAD+BY+8711576000012::9', 'NAD+DP+8711576100019::9',
  ...[1, 2].flatMap((line) => [`LIN+${line}++${line === 1 ? '5020436373085' : '5020436373108'}:EN`, `QTY+21:${line * 8}:PCE`, 'RFF+PD:99']), 'UNS+S']

/** Writes an interchange of so many bytes (10^6 each), its messages numbered, so many at once, and its counts right. Returns how many messages it has. */
export function generate(format: 'x12' | 'edifact', megabytes: number, file: string, batch = 500): number {
  const out = openSync(file, 'w')
  const limit = megabytes * 1e6
  let written = 0
  let messages = 0
  let pending: string[] = []
  const flush = (): void => {
    written += writeSync(out, pending.join(''))
    pending = []
  }
  const x12 = format === 'x12'
  pending.push(x12 ? 'ISA*00*          *00*          *12*4405197800     *01*999999999      *260128*1719*U*00401*000003438*0*P*>~GS*PO*4405197800*999999999*20260128*1719*1421*X*004010~'
    : "UNA:+.? 'UNB+UNOA:3+8711576000012:14+5020436000004:14+260128:0255+807'")
  while (written < limit) {
    for (let i = 0; i < batch; i++) {
      const control = String(++messages).padStart(9, '0')
      const body = x12 ? X12_BODY(control) : EDIFACT_BODY(control)
      pending.push(x12 ? [`ST*850*${control}`, ...body, `SE*${body.length + 2}*${control}`, ''].join('~') : [`UNH+${control}+ORDERS:D:96A:UN:EAN008`, ...body, `UNT+${body.length + 2}+${control}`, ''].join("'"))
    }
    flush()
  }
  pending.push(x12 ? `GE*${messages}*1421~IEA*1*000003438~` : `UNZ+${messages}+807'`)
  flush()
  closeSync(out)
  return messages
}
