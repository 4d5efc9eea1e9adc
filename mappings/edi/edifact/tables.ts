/** Answers (1225, and 1229 of a line) in our words. */
const ANSWER = '29=accepted 27=rejected 4=changed 9=original 11=received 12=notProcessed 44=accepted 5=replaced 1=cancelled'
const LINE_OUTCOME = '1=added 2=deleted 3=changed 4=none 5=accepted 6=changed 7=rejected 9=changed 10=notFound 11=none 23=changed 24=changed 38=substituted 55=rejected'
const HEAD = `
BGM.2.1 number
DTM[1=137].1 issuedOn date
RFF[1=ON|CO].1.2 order
RFF[1=AAK|DQ].1.2 despatch
CUX.1.2 currency
FTX.4 notes free
NAD parties party
UNS[1=S] close close
CNT close close
CNT[1=2].1.2 lines count`
const LINE = `
LIN lines new
LIN.1.1 lines.id
LIN.3 lines.items items
PIA.2 lines.items items
IMD.3.4 lines.description join
PRI[1=AAA|INV|CAL].1.2 lines.price price
PRI[1=AAB].1.2 lines.grossPrice price
RFF[1=ON].1.2 lines.order
RFF[1=LI].1.2 lines.orderLine
FTX.4 lines.notes free`
const QUANTITY = (qualifiers: string): string => `
QTY[1=${qualifiers}].1.2 lines.quantity decimal
QTY[1=${qualifiers}].1.3 lines.unit unit`

/** Messages that become a document in our words (architecture 9), each by its table. */
export const TABLES = new Map<string, string>([
  ['ORDRSP', `${HEAD}
BGM.3.1 outcome code ${ANSWER}
DTM[1=2|69|67|17].1 promisedDelivery date
MOA[1=86|9].1.2 ^payable decimal
MOA[1=79].1.2 ^lineExtension decimal${LINE}
SCC lines.further new
QTY[1=12|113|185].1.2 lines.further.confirmedQuantity decimal
QTY[1=12|113|185].1.3 lines.further.unit unit
QTY[1=12|113|185].1.1 lines.further.outcome code 12=accepted 113=accepted 185=rejected
DTM[1=2|69|67|17|10].1 lines.further.promisedDelivery date
PIA[1=3|4].1.1 lines.outcome override 3=substituted 4=substituted
LIN.2.1 lines.outcome code ${LINE_OUTCOME}${QUANTITY('21|12|113|47')}
QTY[1=12|113].1.2 lines.confirmedQuantity decimal
QTY[1=83].1.2 lines.backordered decimal
DTM[1=2|69|67|17|10].1 lines.promisedDelivery date
MOA[1=203|66].1.2 lines.lineExtension decimal`],
  ['ORDCHG', `${HEAD}
BGM.3.1 purpose code 1=cancel 4=change 5=replace 9=original
DTM[1=2|67].1 requestedDelivery date${LINE}
LIN.2.1 lines.action code 1=add 2=delete 3=change 4=none 5=none${QUANTITY('21|1')}
DTM[1=2|67].1 lines.requestedDelivery date`],
  ['DESADV', `${HEAD}
DTM[1=11].1 shippedOn date
DTM[1=17|2|35].1 expectedOn date
CPS packages end
CPS lines end
CPS.1 lines@within
CPS.1 packages@id
CPS.2 packages@within
TDT.5.4 carrier
TDT.5.1 carrierCode
RFF[1=CN|AAM].1.2 tracking
PAC packages new
PAC.1.1 packages.quantity
PAC.3.1 packages.kind
GIN[1=BJ|AW].2.1 packages.sscc${LINE}${QUANTITY('12|21')}
QTY[1=21].1.2 lines.ordered decimal
GIN[1=BX].2.1 lines.lot
DTM[1=36|361].1 lines.bestBefore date`],
  ['RECADV', `${HEAD}
DTM[1=50].1 receivedOn date${LINE}${QUANTITY('48|194')}
QTY[1=195|46].1.2 lines.delivered decimal
QTY[1=196|124].1.2 lines.damaged decimal
RFF[1=VN|CO].1.2 lines.orderReference`],
  ['INVOIC', `${HEAD}
BGM.1.1 kind code 380=invoice 381=creditNote 383=debitNote 384=correctedInvoice 385=collectiveInvoice 389=selfBilled 325=proForma
DTM[1=3].1 issuedOn date
DTM[1=13].1 dueOn date
DTM[1=35].1 deliveredOn date
RFF[1=IV].1.2 invoice
PCD.1.2 percent decimal
MOA[1=9].1.2 ^due decimal
MOA[1=77|86|128|39].1.2 ^payable decimal
MOA[1=79].1.2 ^lineExtension decimal
MOA[1=176].1.2 ^tax decimal
TAX.5.4 taxPercent decimal
TAX.5.4 lines.taxPercent decimal
TAX lines.charges.taxes new
TAX lines.taxes new
TAX charges.taxes new
TAX taxes new
TAX.2.1 lines.taxes.type
TAX.5.4 lines.taxes.percent decimal
TAX.6.1 lines.taxes.category
MOA[1=124].1.2 lines.taxes.amount decimal
MOA[1=125].1.2 lines.taxes.base decimal
TAX.5.4 lines.charges.taxes.percent decimal
MOA[1=124].1.2 lines.charges.taxes.amount decimal
TAX.2.1 taxes.type
TAX.5.4 taxes.percent decimal
TAX.6.1 taxes.category
MOA[1=125].1.2 taxes.base decimal
MOA[1=124].1.2 taxes.amount decimal
MOA[1=124].1.2 tax decimal
TAX.5.4 charges.taxes.percent decimal
MOA[1=124].1.2 charges.taxes.amount decimal${LINE}${QUANTITY('47|46|21')}
MOA[1=203|66|38].1.2 lines.lineExtension decimal
ALC lines.charges new
ALC charges new
ALC.1.1 charges.kind code A=allowance C=charge
ALC.5.1 charges.code
MOA[1=8|23|204].1.2 charges.amount decimal
PCD.1.2 charges.percent decimal
ALC.1.1 lines.charges.kind code A=allowance C=charge
ALC.5.1 lines.charges.code
MOA[1=8|23|204].1.2 lines.charges.amount decimal
PCD.1.2 lines.charges.percent decimal`],
  ['REMADV', `
BGM.2.1 number
DTM[1=137].1 issuedOn date
DTM[1=138|203|209].1 paidOn date
CUX.1.2 currency
NAD parties party
DOC entries new
DOC.1.1 entries.kind code 380=invoice 381=creditNote
DOC.2.1 entries.reference
MOA[1=9|77].1.2 entries.invoiced decimal
MOA[1=12].1.2 entries.amount decimal
MOA[1=52].1.2 entries.discount decimal
DTM[1=171|137|3|35].1 entries.date date
UNS[1=S] close close
MOA[1=12|9].1.2 amount decimal`],
  ['DELFOR', `${HEAD}
RFF[1=ADE|AIF].1.2 previous${LINE}
SCC lines.schedule end
SCC.1.1 lines.status
SCC.1.1 lines.schedule@firmness code 1=firm 10=firm 4=planned
QTY[1=1|113|21|3] lines.schedule new
QTY.1.2 lines.schedule.quantity decimal
QTY.1.3 lines.schedule.unit unit
DTM[1=2|10|63|64].1 lines.schedule.requestedDelivery date
LOC.2.1 lines.place`],
  ['INVRPT', `${HEAD}
DTM[1=366|194].1 asOf date${LINE}${QUANTITY('145|17|46')}`],
  ['IFTSTA', `
BGM.2.1 number
DTM[1=137].1 issuedOn date
NAD parties party
RFF[1=CU|ON|CN|AAS].1.2 reference
CNI shipments new
CNI.2.1 shipments.number
STS shipments.statuses new
STS.2.1 shipments.statuses.status
STS.3.1 shipments.statuses.reason
DTM[1=334|7|137|178|186|132|133|11|35|2].1 shipments.statuses.date date
RFF[1=CN].1.2 shipments.tracking`],
  ['APERAK', `
BGM.2.1 number
BGM.3.1 outcome code 9=received 12=accepted 27=rejected 29=accepted 34=accepted 7=repeated
DTM[1=137].1 issuedOn date
RFF[1=ON|ACW|ACE|DM].1.2 order
NAD parties party
ERC errors new
ERC.1.1 errors.code
FTX.4 errors.text free
RFF.1.2 errors.reference`],
  ['CONTRL', `
UCI.1.1 control
UCI.4.1 outcome code 4=rejected 7=accepted 8=received
UCI.5.1 code
UCM messages new
UCM.1.1 messages.control
UCM.2.1 messages.type
UCM.3.1 messages.outcome code 4=rejected 7=accepted 8=received
UCM.4.1 messages.code
UCS messages.errors new
UCS.1.1 messages.errors.segment
UCS.2.1 messages.errors.code
UCD.1.1 messages.errors.elementCode
UCD.2.1 messages.errors.element
UCD.2.2 messages.errors.component`],
])
