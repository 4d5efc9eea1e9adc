import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { readDocument } from '../../mappings/read'
import { codes, readAll } from './readAll'

const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

describe('reading a document', () => {
  test('the file event comes last with the digest and length of all bytes, however they arrive (R-INT-08)', async () => {
    const bytes = Buffer.from('PO,Item,Qty\nA,x,1\nB,é,2\n')
    const one = async function* (): AsyncIterable<Buffer> { for (const byte of bytes) yield Buffer.from([byte]) }
    const whole = await readAll(bytes)
    const parted = await readAll(one())
    expect(whole.file).toMatchObject({ sha256: sha(bytes), bytes: bytes.length, format: 'csv' })
    expect(parted).toEqual(whole)
  })

  test('a file above the limit stops with what to do; one of exactly the limit is read', async () => {
    const bytes = Buffer.from(`PO,Item,Qty\n${'A,x,1\n'.repeat(50)}`)
    const within = await readAll(bytes, { limit: bytes.length })
    expect(within.file.problems).toEqual([])
    const above = await readAll(bytes, { limit: bytes.length - 1 })
    expect(above.messages).toEqual([])
    expect(above.file.problems).toMatchObject([{ code: 'too-large', severity: 'fatal' }])
  })

  test('nothing is pulled from a source that is too large', async () => {
    let pulled = 0
    const source = async function* (): AsyncIterable<Buffer> { for (;;) { pulled++; yield Buffer.alloc(1024, 'A,x,1\n') } }
    const { file } = await readAll(source(), { limit: 100_000 })
    expect(codes(file.problems)).toContain('too-large')
    expect(pulled).toBeLessThan(105)
  })

  test('what is not read yet is named for what it is', async () => {
    const files: [string | Buffer, string, string][] = [
      [Buffer.from('504b0304140006000800', 'hex'), 'unknown', 'ZIP'],
      ['%PDF-1.7\n%....', 'pdf', 'PDF'],
      ['<?xml version="1.0"?><ORDER xmlns="http://www.opentrans.org/XMLSchema/2.1"/>', 'opentrans', 'openTRANS'],
      ['{1:F01BANKDEFFXXXX}{4:\r\n:20:1\r\n', 'mt940', 'MT940'],
      ['%PDF-1.7 ISA*00*          *00*          *ZZ*A              *ZZ*B              *260302*0800*U*00401*000000001*0*P*>~GS*PO*A*B~', 'pdf', 'PDF'],
      ['<!doctype html><html></html>', 'unknown', 'HTML'],
    ]
    for (const [content, format, name] of files) {
      const { messages, file } = await readAll(content, { file: 'attachment' })
      expect(messages).toEqual([])
      expect(file.format).toBe(format)
      expect(file.problems).toMatchObject([{ code: format === 'unknown' ? 'format-unknown' : 'format-not-read-yet', severity: 'fatal' }])
      expect(file.problems[0]!.message).toContain(name)
    }
  })

  test('an empty file, prose and noise are unknown, with what is supported', async () => {
    for (const [content, name] of [['', 'an empty file'], ['Hello,\nplease send us ten boxes as last time, thank you.\nBob', 'plain text'], [Buffer.alloc(3000, 7), 'binary data']] as const) {
      const { file } = await readAll(content, { file: 'mail.txt' })
      expect(file).toMatchObject({ format: 'unknown', problems: [{ code: 'format-unknown' }] })
      expect(file.problems[0]!.message).toContain(name)
      expect(file.problems[0]!.message).toContain('csv')
    }
  })

  test('a source that fails is thrown on: that is no fault of the content', async () => {
    const source = async function* (): AsyncIterable<Buffer> { yield Buffer.from(`PO,Item,Qty\n${'A,x,1\n'.repeat(20_000)}`); throw new Error('EIO') }
    const read = async (): Promise<void> => { for await (const event of readDocument(source(), { file: 'a.csv' })) void event }
    await expect(read()).rejects.toThrow('EIO')
  })

  test('bad inputs, groups 1 to 4: random bytes and broken XML, tables, mails and statements never throw', async () => {
    const table = fc.array(fc.constantFrom('PO', 'Item', 'Qty', ';', ',', '\n', '\r\n', '"', '1.234', '03/04/05', 'é', '\0', '={{x}}', ' '), { maxLength: 60 }).map((parts) => Buffer.from(`PO;Item;Qty\n${parts.join('')}`))
    const text = fc.array(fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '1', 'null', '\n', 'lines'), { maxLength: 40 }).map((parts) => Buffer.from(parts.join('')))
    const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
    const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:'
    const xml = fc.array(fc.constantFrom('<', '>', '</', '/>', '<cbc:ID>', '</cbc:ID>', '<cac:OrderLine>', '</cac:OrderLine>', '<cac:LineItem>', '</cac:LineItem>', '<![CDATA[', ']]>', '<!--', '-->', '&amp;', '&x;', '1', ' ', '"', 'a="b"', '</Order>'), { maxLength: 40 })
      .map((parts) => Buffer.from(`<Order xmlns="${UBL}Order-2" xmlns:cac="${UBL}CommonAggregateComponents-2" xmlns:cbc="${UBL}CommonBasicComponents-2">${parts.join('')}`))
    const letter = fc.array(fc.constantFrom('Content-Type: multipart/mixed; boundary=b', '--b', '--b--', '', 'Content-Type: text/csv', 'Content-Transfer-Encoding: base64', 'UE8sSXRlbSxRdHk=', 'PO,Item,Qty', '=?utf-8?Q?=FF?='), { maxLength: 20 })
      .map((lines) => Buffer.from(['From: a@b.example', 'To: c@d.example', 'Subject: x', ...lines].join('\r\n')))
    const bank = fc.array(fc.constantFrom(':61:2603020302C1,00NTRFX', ':61:', ':86:166?20EREF+', ':86:/EREF/', ':62F:C260302EUR1,', ':62F:', '-', '{4:', ':20:'), { maxLength: 20 }).map((lines) => Buffer.from([':20:A', ':25:B', ':28C:1', ...lines].join('\r\n')))
    await fc.assert(fc.asyncProperty(fc.oneof(table, text, noise, xml, letter, bank), async (bytes) => {
      const { file } = await readAll(bytes)
      expect(file.sha256).toBe(sha(bytes))
      expect(codes(file.problems)).not.toContain('reader-failed')
    }), { numRuns: 500 })
  })
})
