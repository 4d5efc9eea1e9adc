import { ITEMS } from './company'

/** An X12 interchange of so many purchase orders (850) of two lines each; `first` is the number of the first. */
export function orderFile(orders: number, first: number): Buffer {
  const control = String(first).padStart(9, '0')
  const sets = Array.from({ length: orders }, (_, index) => transactionSet(index + 1, first + index))
  return Buffer.from([
    `ISA*00*          *00*          *ZZ*HARBORSUPPLY   *ZZ*OURCOMPANY     *260301*0805*U*00401*${control}*0*P*>`,
    `GS*PO*HARBORSUPPLY*OURCOMPANY*20260301*0805*${first}*X*004010`, ...sets, `GE*${orders}*${first}`, `IEA*1*${control}`, ''].join('~\n'))
}

function transactionSet(no: number, number: number): string {
  const control = String(no).padStart(4, '0')
  const item = (offset: number): string => ITEMS[(number + offset) % ITEMS.length]!
  const segments = [
    `BEG*00*SA*PO-${String(number).padStart(9, '0')}**20260301`, 'CUR*BY*USD', 'DTM*002*20260309', 'N1*BY*Harbor Supply Inc*92*HARBOR', `N1*ST*Harbor Supply Store ${number % 900}*92*${number % 900}`,
    `N3*${number % 9000} Pier Road`, 'N4*Portland*OR*97210*US',
    `PO1*1*${1 + number % 50}*EA*12.5**VN*${item(0)}`, `PID*F****Article ${item(0)}`, `PO1*2*${1 + number % 7}*EA*12.5**VN*${item(7)}`, `PID*F****Article ${item(7)}`, 'CTT*2',
  ]
  return [`ST*850*${control}`, ...segments, `SE*${segments.length + 2}*${control}`].join('~\n')
}
