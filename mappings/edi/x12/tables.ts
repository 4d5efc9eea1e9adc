/** Outcome of a whole answer (X12 587) and of a line (668), in our words. */
const ANSWER = 'AC=changed AD=accepted AE=changed AH=held AK=received AP=accepted AT=accepted RD=rejected RF=rejected RJ=rejected RN=rejected RO=rejected RV=rejected NA=none'
const LINE_OUTCOME = 'IA=accepted AA=accepted AC=accepted AR=accepted IE=accepted SP=accepted IB=backordered BP=backordered IC=changed IQ=changed IP=changed DR=changed ID=rejected IR=rejected R1=rejected R2=rejected R3=rejected R4=rejected R5=rejected R6=rejected R7=rejected R8=rejected IS=substituted IF=held IH=held IW=held'
/** What a change is to do with a line (670). */
const ACTION = 'AI=add CA=change CB=change CC=change CE=change CG=change CH=change CI=change CT=change MU=change PC=change PQ=change PR=change QC=change QD=change QI=change RA=change RB=change RQ=change RS=change CF=delete DI=delete RE=replace RM=replace RZ=replace NC=none RC=none'
const CARRIER = `
TD5[2=2].3 carrier
TD5.5 service
REF[1=CN|2I].2 tracking
REF[1=BM].2 billOfLading`
const ORDER_LINE = `
PID.5 lines.description join
DTM[1=002|106|074].2 lines.requestedDelivery date
DTM[1=067|068|017].2 lines.promisedDelivery date
MSG.1 lines.notes list`
const ANSWERED = `
CUR.2 currency
DTM[1=002|106].2 requestedDelivery date
DTM[1=067|068|017|079].2 promisedDelivery date
MSG.1 notes list
N1 parties party
CTT close close
CTT.1 lines count
AMT[1=TT].2 ^payable decimal
AMT[1=1].2 ^lineExtension decimal`
const ACKNOWLEDGED = `
ACK lines.further again
ACK.1 lines.outcome code ${LINE_OUTCOME}
ACK.2 lines.confirmedQuantity decimal
ACK[4=067|068|017|079].5 lines.promisedDelivery date
ACK[1=IS].7 lines.items items
ACK.1 lines.further.outcome code ${LINE_OUTCOME}
ACK.2 lines.further.confirmedQuantity decimal
ACK[4=067|068|017|079].5 lines.further.promisedDelivery date`

/** Transaction sets that become a document in our words (architecture 9), each by its table. */
export const TABLES = new Map<string, string>([
  ['855', `
BAK.2 outcome code ${ANSWER}
BAK.3 order
BAK.9 issuedOn date
BAK.4 orderedOn date
BAK.4 issuedOn date
BAK.5 release
BAK.8 number
PO1 lines new
PO1.1 lines.id
PO1.2 lines.quantity decimal
PO1.3 lines.unit unit
PO1.4 lines.price price
PO1.6 lines.items items${ACKNOWLEDGED}${ORDER_LINE}${ANSWERED}`],
  ['865', `
BCA.2 outcome code ${ANSWER}
BCA.3 order
BCA.4 release
BCA.5 change
BCA.9 number
BCA.10 issuedOn date
BCA.6 orderedOn date
BCA.6 issuedOn date
POC lines new
POC.1 lines.id
POC.2 lines.action code ${ACTION}
POC.3 lines.quantity decimal
POC.5 lines.unit unit
POC.6 lines.price price
POC.8 lines.items items${ACKNOWLEDGED}${ORDER_LINE}${ANSWERED}`],
  ['860', `
BCH.1 purpose code 01=cancel 04=change 05=replace 00=original
BCH.3 order
BCH.4 release
BCH.5 change
BCH.11 issuedOn date
BCH.6 orderedOn date
BCH.6 issuedOn date
POC lines new
POC.1 lines.id
POC.2 lines.action code ${ACTION}
POC.3 lines.quantity decimal
POC.4 lines.left decimal
POC.5 lines.unit unit
POC.6 lines.price price
POC.8 lines.items items
SCH lines.schedule new
SCH.1 lines.schedule.quantity decimal
SCH.2 lines.schedule.unit unit
SCH[5=002|106|074|067].6 lines.schedule.requestedDelivery date${ORDER_LINE}${ANSWERED}`],
  ['810', `
BIG.1 issuedOn date
BIG.2 number
BIG.3 orderedOn date
BIG.4 order
BIG.7 purpose code CR=creditNote DI=invoice CN=creditNote CI=collectiveInvoice DR=invoice PR=invoice
CUR.2 currency
REF[1=BM|SI].2 despatch
REF[1=OI].2 invoice
REF[1=PO].2 lines.order
ITD.6 dueOn date
DTM[1=011].2 shippedOn date
N1 parties party
IT1 lines new
IT1.1 lines.id
IT1.2 lines.quantity decimal
IT1.3 lines.unit unit
IT1.4 lines.price price
IT1.6 lines.items items
PID.5 lines.description join
SAC[1=A|C] lines.charges new
SAC[1=A|C] charges new
SAC.1 charges.kind code A=allowance C=charge
SAC.2 charges.code
SAC.5 charges.amount cents
SAC.7 charges.percent decimal
SAC.15 charges.text
SAC.1 lines.charges.kind code A=allowance C=charge
SAC.2 lines.charges.code
SAC.5 lines.charges.amount cents
SAC.7 lines.charges.percent decimal
SAC.15 lines.charges.text
TXI.2 lines.tax decimal
TXI.3 lines.taxPercent decimal
TXI.2 tax decimal
TXI.3 taxPercent decimal
TDS close close
TDS.1 ^payable cents
CAD.5 ^carrier
CTT close close
CTT.1 lines count`],
  ['856', `
BSN.2 number
BSN.3 issuedOn date
DTM[1=011].2 ^shippedOn date
DTM[1=017|067].2 ^expectedOn date
PRF.1 lines.order override
PRF.1 ^order
PRF.1 lines@order
PRF.1 packages@order
HL[3=S|O] close close
TD1.2 ^packageCount decimal
TD1.7 ^weight decimal
N1 parties party
HL[3=P|T] packages new -3,4
HL[3=P|T].1 packages.id
HL[3=P|T].2 packages.within
HL[3=I] lines new -3,4
HL[3=I].1 lines.level
HL[3=I].2 lines.within
LIN.1 lines.id
LIN.2 lines.items items
SN1.2 lines.quantity decimal
SN1.3 lines.unit unit
SN1.5 lines.ordered decimal
MAN[1=GM|AA].2 packages.sscc
MAN[1=CP].2 packages.tracking
REF[1=LT].2 lines.lot
PID.5 lines.description join
CTT close close${CARRIER.replaceAll(' carrier', ' ^carrier').replaceAll(' service', ' ^service').replaceAll(' tracking', ' ^tracking').replaceAll(' billOfLading', ' ^billOfLading')}`],
  ['820', `
BPR.2 amount decimal
BPR.3 direction code C=credit D=debit
BPR.4 method
BPR.16 paidOn date
TRN.2 number
CUR.2 currency
N1 parties party
RMR entries new
RMR.1 entries.kind code IV=invoice CM=creditNote PO=order
RMR.2 entries.reference
RMR.4 entries.amount decimal
RMR.5 entries.invoiced decimal
RMR.6 entries.discount decimal
REF[1=PO].2 entries.order
DTM[1=003|097].2 entries.date date
ADX entries.adjustments new
ADX adjustments new
ADX.1 adjustments.amount decimal
ADX.2 adjustments.reason
ADX.4 adjustments.reference
ADX.1 entries.adjustments.amount decimal
ADX.2 entries.adjustments.reason
ADX.4 entries.adjustments.reference`],
  ['830', `
BFR.2 number
BFR.3 release
BFR.6 from date
BFR.7 to date
BFR.8 issuedOn date
BFR.11 order
N1 parties party
LIN lines new
LIN.1 lines.id
LIN.2 lines.items items
UIT.1 lines.unit unit
PID.5 lines.description join
FST lines.schedule new
FST.1 lines.schedule.quantity decimal
FST.2 lines.schedule.firmness code C=firm D=planned A=planned B=planned
FST.4 lines.schedule.requestedDelivery date
SHP lines.schedule end
CTT close close
CTT.1 lines count`],
  ['862', `
BSS.2 number
BSS.3 issuedOn date
BSS.5 from date
BSS.6 to date
BSS.7 release
BSS.10 order
N1 parties party
LIN lines new
LIN.1 lines.id
LIN.2 lines.items items
UIT.1 lines.unit unit
FST lines.schedule new
FST.1 lines.schedule.quantity decimal
FST.4 lines.schedule.requestedDelivery date
SHP lines.schedule end
CTT close close
CTT.1 lines count`],
  ['846', `
BIA.3 number
BIA.4 issuedOn date
N1 parties party
LIN lines new
LIN.1 lines.id
LIN.2 lines.items items
PID.5 lines.description join
QTY[1=33|17|QH].2 lines.available decimal
QTY[1=33|17|QH].3 lines.unit unit
QTY lines.quantities new
QTY.1 lines.quantities.kind
QTY.2 lines.quantities.quantity decimal
CTT close close
CTT.1 lines count`],
  ['940', `
W05.2 number
W05.3 order
N1 parties party
G62[1=02|10|38|54].2 requestedDelivery date
NTE.2 notes list
W66.5 carrier
W66.10 carrierCode
W01 lines new
W01.1 lines.quantity decimal
W01.2 lines.unit unit
W01.3 lines.standardItem
W01.4 lines.items items 2
G69.1 lines.description join
W76 close close
W76.1 ^quantity decimal
W76.2 ^weight decimal`],
  ['945', `
W06.2 number
W06.3 issuedOn date
W06.4 despatch
W06.6 order
N1 parties party
G62[1=11].2 shippedOn date
W27.2 carrier
MAN[1=GM].2 packages list
W12 lines new
W12.1 lines.outcome code CC=shipped CL=shipped CP=short CN=none SH=shipped SR=substituted
W12.2 lines.ordered decimal
W12.3 lines.quantity decimal
W12.4 lines.left decimal
W12.5 lines.unit unit
W12.6 lines.standardItem
W12.7 lines.items items 1
W12.9 lines.lot
G69.1 lines.description join
W03 close close`],
  ['204', `
B2.2 carrier
B2.4 number
L11[2=PO].1 order
N1 stops.party party
N1 parties party
S5 stops new
S5.1 stops.id
S5.2 stops.action code LD=load UL=unload CL=load CU=unload PL=load PU=unload
G62.2 stops.date date
OID stops.orders new
OID.1 stops.orders.number
OID.2 stops.orders.order
L3 close close
L3.1 ^weight decimal`],
  ['210', `
B3.2 number
B3.3 shipment
B3.6 issuedOn date
B3.7 payable cents
B3.11 carrier
C3.1 currency
N9[1=PO].2 order
N1 parties party
LX lines new
LX.1 lines.id
L5.2 lines.description join
L1.4 lines.amount cents
L1.8 lines.code
L3 close close
L3.1 ^weight decimal
L3.5 ^total cents`],
  ['214', `
B10.1 tracking
B10.2 shipment
B10.3 carrier
L11[2=PO].1 ^order
N1 parties party
AT7 statuses new
AT7.1 statuses.status
AT7.2 statuses.reason
AT7.5 statuses.date date
MS1.1 statuses.city
MS1.2 statuses.region
MS1.3 statuses.country`],
  ['990', `
B1.1 carrier
B1.2 number
B1.3 answeredOn date
B1.4 outcome code A=accepted D=rejected C=cancelled E=rejected R=delegated`],
  ['997', `
AK1.1 group
AK1.2 control
AK2 messages new
AK2.1 messages.type
AK2.2 messages.control
AK3 messages.errors new
AK3.1 messages.errors.tag
AK3.2 messages.errors.segment
AK3.4 messages.errors.code
AK4.1 messages.errors.element
AK4.2 messages.errors.dataElement
AK4.3 messages.errors.elementCode
AK4.4 messages.errors.text
AK5.1 messages.outcome code A=accepted E=acceptedWithErrors R=rejected M=rejected W=rejected X=rejected
AK9.1 ^outcome code A=accepted E=acceptedWithErrors P=partial R=rejected M=rejected W=rejected X=rejected
AK9.2 ^declared
AK9.3 ^received
AK9.4 ^accepted`],
  ['824', `
BGN.2 number
BGN.3 issuedOn date
N1 parties party
OTI messages new
OTI.1 messages.outcome code TA=accepted TE=acceptedWithErrors TP=partial TR=rejected IA=accepted IE=acceptedWithErrors IP=partial IR=rejected GA=accepted GE=acceptedWithErrors GP=partial GR=rejected
OTI.3 messages.reference
OTI.8 messages.group
OTI.9 messages.control
OTI.10 messages.type
TED messages.errors new
TED.1 messages.errors.code
TED.2 messages.errors.text`],
])
TABLES.set('TA1', `
TA1.1 control
TA1.2 sentOn date
TA1.4 outcome code A=accepted E=acceptedWithErrors R=rejected
TA1.5 code`)
TABLES.set('999', `${TABLES.get('997')!.replaceAll('AK3', 'IK3').replaceAll('AK4', 'IK4').replaceAll('AK5', 'IK5')}
CTX.1.2 messages.errors.about`)
