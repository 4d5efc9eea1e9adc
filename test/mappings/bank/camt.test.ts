import { readAll } from '../readAll'

const balance = (code: string, amount: string, sign = 'CRDT'): string => `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${sign}</CdtDbtInd><Dt><Dt>2026-03-02</Dt></Dt></Bal>`
const entry = (amount: string, sign: string, details = '', status = '<Sts><Cd>BOOK</Cd></Sts>'): string =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${sign}</CdtDbtInd>${status}<BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><DtTm>2026-03-03T00:00:00+01:00</DtTm></ValDt><AcctSvcrRef>B-1</AcctSvcrRef>${details && `<NtryDtls>${details}</NtryDtls>`}<AddtlNtryInf>Transfer</AddtlNtryInf></Ntry>`
const payer = (name: string, amount: string, text: string): string => `<TxDtls><Refs><EndToEndId>E2E-${name}</EndToEndId></Refs><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls>`
const statement = (inside: string): string => `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M-1</MsgId></GrpHdr><Stmt><Id>S-1</Id><ElctrncSeqNb>42</ElctrncSeqNb><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>${inside}</Stmt></BkToCstmrStmt></Document>`
const read = async (inside: string) => (await readAll(statement(inside), { file: 'statement.xml' })).messages[0]!

describe('a bank statement (camt.053)', () => {
  test('says account, balances and bookings, with who paid, for what, and under which reference (R-INV-06)', async () => {
    const message = await read(balance('OPBD', '100.00') + balance('CLBD', '1289.49') + entry('1190.00', 'CRDT', payer('Kontor Sued', '1190.00', 'Invoice RE-1')) + entry('0.51', 'DBIT'))
    expect(message).toMatchObject({ type: 'camt.053', version: '001.08', control: 'S-1', problems: [] })
    expect(message.document).toEqual({
      account: 'DE89370400440532013000', currency: 'EUR', number: '42', opening: '100', closing: '1289.49', entries: [
        { number: '1', amount: '1190', currency: 'EUR', date: '2026-03-02', valueDate: '2026-03-03', status: 'BOOK', bankReference: 'B-1', reference: 'E2E-Kontor Sued', counterparty: 'Kontor Sued', counterpartyAccount: 'DE02120300000000202051', text: 'Invoice RE-1' },
        { number: '2', amount: '-0.51', currency: 'EUR', date: '2026-03-02', valueDate: '2026-03-03', status: 'BOOK', bankReference: 'B-1', text: 'Transfer' },
      ],
    })
  })

  test('one booking of several payers keeps each of them', async () => {
    const { document, problems } = await read(balance('OPBD', '0') + balance('CLBD', '300') + entry('300', 'CRDT', payer('A', '100', 'RE-1') + payer('B', '200', 'RE-2')))
    expect([problems, (document!.entries as { parts: object[] }[])[0]!.parts]).toMatchObject([[], [{ amount: '100', counterparty: 'A', text: 'RE-1' }, { amount: '200', counterparty: 'B', text: 'RE-2' }]])
  })

  test('bookings that do not lead from the opening to the closing balance are said; what is only announced does not count', async () => {
    const pending = entry('5', 'CRDT', '', '<Sts><Cd>PDNG</Cd></Sts>')
    expect((await read(balance('OPBD', '10') + balance('CLBD', '12', 'DBIT') + entry('22', 'DBIT') + pending)).problems).toEqual([])
    expect((await read(balance('OPBD', '10') + balance('CLBD', '33') + entry('22', 'CRDT') + pending)).problems).toMatchObject([{ code: 'balance-differs', severity: 'error', text: '33' }])
  })
})
