/** Structures of the messages of order and invoice files, after the file formats of the ANA (order 9, invoice 9) and BIC's guides; named apart from EDIFACT's of the same type. */
export const STRUCTURES: [type: string, notation: string][] = [
  ['ANA ORDHDR', 'TYP! SDT! CDT! DNA*99 FIL!'],
  ['ANA ORDERS', 'CLO! ORD! {DIN*9 DNA*99} [OLD!*99999 {DNB*99 DNC*99}] OTR!'],
  ['ANA ORDTLR', 'OFT!'],
  ['ANA INVFIL', 'TYP! SDT! CDT! DNA*99 FIL! FDT ACD'],
  ['ANA INVOIC', 'CLO! IRF! {PYT*9 DNA*99} [ODD*999 {DNB*99} [ILD*99999 {CIA*9 DNC*99 DNB*99}]] [ILD*99999 {CIA*9 DNC*99 DNB*99}] STL!*9 TLR!'],
  ['ANA VATTLR', 'VRS!*9'],
  ['ANA INVTLR', 'TOT!'],
]
