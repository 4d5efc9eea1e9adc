import { readAll } from '../readAll'

const NS = (root: string): string => `xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"`
const read = (xml: string, profile = {}): ReturnType<typeof readAll> => readAll(xml, { file: 'order.xml', profile: () => profile })

const ORDER = `<?xml version="1.0" encoding="UTF-8"?>
<Order ${NS('Order')}>
  <cbc:UBLVersionID>2.1</cbc:UBLVersionID>
  <cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order:3</cbc:CustomizationID>
  <cbc:ID>PO-7</cbc:ID>
  <cbc:IssueDate>2026-03-01</cbc:IssueDate>
  <cbc:Note>Ring before delivery</cbc:Note>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cbc:CustomerReference>Cost centre 12</cbc:CustomerReference>
  <cac:BuyerCustomerParty><cac:Party>
    <cbc:EndpointID schemeID="0088">4012345000009</cbc:EndpointID>
    <cac:PartyIdentification><cbc:ID schemeID="0060">123456789</cbc:ID></cac:PartyIdentification>
    <cac:PartyName><cbc:Name>Kontor Süd</cbc:Name></cac:PartyName>
    <cac:PostalAddress><cbc:StreetName>Hafenstr.</cbc:StreetName><cbc:BuildingNumber>4</cbc:BuildingNumber><cbc:CityName>Hamburg</cbc:CityName><cbc:PostalZone>20457</cbc:PostalZone><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
    <cac:PartyTaxScheme><cbc:CompanyID>DE123456789</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
    <cac:Contact><cbc:Name>Ida Kern</cbc:Name><cbc:ElectronicMail>ida@kontor.example</cbc:ElectronicMail></cac:Contact>
  </cac:Party></cac:BuyerCustomerParty>
  <cac:SellerSupplierParty><cac:Party><cac:PartyName><cbc:Name>Nordwerk</cbc:Name></cac:PartyName></cac:Party></cac:SellerSupplierParty>
  <cac:Delivery>
    <cac:DeliveryLocation><cbc:ID schemeID="GLN">4012345000016</cbc:ID><cac:Address><cbc:CityName>Bremen</cbc:CityName></cac:Address></cac:DeliveryLocation>
    <cac:RequestedDeliveryPeriod><cbc:StartDate>2026-03-18</cbc:StartDate><cbc:EndDate>2026-03-20</cbc:EndDate></cac:RequestedDeliveryPeriod>
  </cac:Delivery>
  <cac:DeliveryTerms><cbc:ID>DAP</cbc:ID></cac:DeliveryTerms>
  <cac:PaymentTerms><cbc:Note>30 days net</cbc:Note></cac:PaymentTerms>
  <cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>FC</cbc:AllowanceChargeReasonCode><cbc:AllowanceChargeReason>Freight</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">12.50</cbc:Amount></cac:AllowanceCharge>
  <cac:AnticipatedMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">3262.05</cbc:LineExtensionAmount><cbc:PayableAmount currencyID="EUR">3274.55</cbc:PayableAmount></cac:AnticipatedMonetaryTotal>
  <cac:OrderLine><cbc:Note>Blue, please</cbc:Note><cac:LineItem>
    <cbc:ID>10</cbc:ID><cbc:Quantity unitCode="EA">12</cbc:Quantity><cbc:LineExtensionAmount currencyID="EUR">111.00</cbc:LineExtensionAmount>
    <cac:Delivery><cac:RequestedDeliveryPeriod><cbc:EndDate>2026-03-25</cbc:EndDate></cac:RequestedDeliveryPeriod></cac:Delivery>
    <cac:Price><cbc:PriceAmount currencyID="EUR">9.25</cbc:PriceAmount></cac:Price>
    <cac:Item><cbc:Description>Widget, blue, long text</cbc:Description><cbc:Name>Widget, blue</cbc:Name><cac:BuyersItemIdentification><cbc:ID>K-1</cbc:ID></cac:BuyersItemIdentification><cac:SellersItemIdentification><cbc:ID>00012</cbc:ID></cac:SellersItemIdentification>
      <cac:StandardItemIdentification><cbc:ID schemeID="0160">4012345678901</cbc:ID></cac:StandardItemIdentification>
      <cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>
  </cac:LineItem></cac:OrderLine>
  <cac:OrderLine><cac:LineItem>
    <cbc:ID>20</cbc:ID><cbc:Quantity unitCode="PCE">1500.50</cbc:Quantity>
    <cac:Delivery><cbc:Quantity unitCode="PCE">1000</cbc:Quantity><cac:RequestedDeliveryPeriod><cbc:EndDate>2026-04-01</cbc:EndDate></cac:RequestedDeliveryPeriod></cac:Delivery>
    <cac:Delivery><cbc:Quantity unitCode="PCE">500.5</cbc:Quantity></cac:Delivery>
    <cac:Price><cbc:PriceAmount currencyID="EUR">210</cbc:PriceAmount><cbc:BaseQuantity unitCode="PCE">100</cbc:BaseQuantity></cac:Price>
    <cac:Item><cac:SellersItemIdentification><cbc:ID>NW-2</cbc:ID></cac:SellersItemIdentification></cac:Item>
  </cac:LineItem></cac:OrderLine>
</Order>`

describe('a UBL order', () => {
  test('is an order draft: what it says is there, what no field takes is in extra, and nothing is guessed', async () => {
    const { messages, file } = await read(ORDER)
    expect(file).toMatchObject({ format: 'ubl', problems: [] })
    expect(messages).toMatchObject([{ type: 'Order', version: '2.1', control: 'PO-7', segments: 3, problems: [] }])
    expect(messages[0]!.order).toEqual({
      reference: 'PO-7', issuedOn: '2026-03-01', currency: 'EUR', notes: ['Ring before delivery'], requestedDelivery: '2026-03-20', paymentTerms: '30 days net', deliveryTerms: 'DAP',
      buyer: {
        name: 'Kontor Süd', identifiers: [{ scheme: 'DUNS', value: '123456789' }, { scheme: 'GLN', value: '4012345000009' }, { scheme: 'VAT', value: 'DE123456789' }],
        address: { lines: ['Hafenstr. 4'], city: 'Hamburg', postalCode: '20457', country: 'DE' }, contact: { name: 'Ida Kern', email: 'ida@kontor.example' },
      },
      seller: { name: 'Nordwerk', identifiers: [] },
      shipTo: { identifiers: [{ scheme: 'GLN', value: '4012345000016' }], address: { city: 'Bremen' } },
      allowancesCharges: [{ kind: 'charge', code: 'FC', text: 'Freight', amount: '12.5' }],
      lineExtension: '3262.05', payable: '3274.55', extra: { CustomerReference: ['Cost centre 12'] },
      lines: [
        { id: '10', quantity: '12', unit: 'EA', lineExtension: '111', requestedDelivery: '2026-03-25', price: { amount: '9.25' }, buyersItem: 'K-1', sellersItem: '00012', standardItem: '4012345678901',
          description: 'Widget, blue', notes: ['Blue, please'], taxes: [{ type: 'VAT', percent: '19', category: 'S' }] },
        { id: '20', quantity: '1500.5', unit: 'H87', sourceUnit: 'PCE', price: { amount: '210', base: '100' }, sellersItem: 'NW-2',
          schedule: [{ quantity: '1000', requestedDelivery: '2026-04-01' }, { quantity: '500.5' }] },
      ],
    })
  })

  test('the partner is asked for by what the buyer is called there, and its unit codes and defaults are used', async () => {
    const asked: unknown[] = []
    const { messages } = await readAll(ORDER.replace('unitCode="EA"', 'unitCode="STK"').replace('<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>', ''), {
      file: 'order.xml', profile: (identifiers) => { asked.push(identifiers); return { codes: { unit: { STK: 'C62' } }, defaults: { currency: 'EUR' } } },
    })
    expect(asked).toEqual([[{ scheme: 'DUNS', value: '123456789' }, { scheme: 'GLN', value: '4012345000009' }, { scheme: 'VAT', value: 'DE123456789' }]])
    expect(messages[0]!.order).toMatchObject({ currency: 'EUR', lines: [{ unit: 'C62', sourceUnit: 'STK' }, { unit: 'H87' }] })
  })

  test('each required element that lacks is named with its place (R-CHK-01)', async () => {
    const without = async (pattern: RegExp, by = ''): Promise<string[]> => (await read(ORDER.replace(pattern, by))).messages[0]!.problems.map(({ code, severity }) => `${severity} ${code}`)
    expect(await without(/<cbc:ID>PO-7<\/cbc:ID>/)).toEqual(['error reference-missing'])
    expect(await without(/<cac:OrderLine>[^]*<\/cac:OrderLine>/)).toEqual(['error lines-missing'])
    expect(await without(/<cbc:Quantity unitCode="EA">12<\/cbc:Quantity>/)).toEqual(['error quantity-missing'])
    expect(await without(/>12</, '>twelve<')).toEqual(['error number-unreadable', 'error quantity-missing'])
    expect(await without(/>12</, '>-12<')).toEqual(['error quantity-negative'])
    expect(await without(/2026-03-01/, '2026-02-30')).toEqual(['error date-unreadable'])
    expect(await without(/4012345678901/, '4012345678902')).toEqual(['warning gtin-check-digit'])
  })
})

test('a change and a cancellation are no orders, and say of which one they are', async () => {
  const change = `<OrderChange ${NS('OrderChange')}><cbc:ID>C-1</cbc:ID><cbc:SequenceNumberID>2</cbc:SequenceNumberID><cac:OrderReference><cbc:ID>PO-7</cbc:ID></cac:OrderReference><cac:OrderLine><cac:LineItem><cbc:ID>10</cbc:ID><cbc:LineStatusCode>2</cbc:LineStatusCode><cbc:Quantity unitCode="EA">8</cbc:Quantity></cac:LineItem></cac:OrderLine></OrderChange>`
  expect((await read(change)).messages).toMatchObject([{ type: 'OrderChange', document: { order: 'PO-7', change: '2', purpose: 'change', lines: [{ id: '10', action: 'delete', quantity: '8' }] } }])
  const cancel = `<OrderCancellation ${NS('OrderCancellation')}><cbc:ID>C-2</cbc:ID><cbc:CancellationNote>Site closed</cbc:CancellationNote><cac:OrderReference><cbc:ID>PO-7</cbc:ID></cac:OrderReference></OrderCancellation>`
  const { messages } = await read(cancel)
  expect(messages).toMatchObject([{ document: { order: 'PO-7', purpose: 'cancel', reason: 'Site closed' }, problems: [] }])
  expect(messages[0]!.order).toBeUndefined()
  expect((await read(cancel.replace(/<cac:OrderReference>.*<\/cac:OrderReference>/, ''))).messages[0]!.problems).toMatchObject([{ code: 'reference-missing', severity: 'error' }])
})

test('another UBL document is recognised by its name and not read further', async () => {
  expect((await read(`<Reminder ${NS('Reminder')}><cbc:ID>R-1</cbc:ID></Reminder>`)).messages).toMatchObject([{ type: 'Reminder', control: 'R-1', problems: [{ code: 'document-not-mapped', severity: 'note' }] }])
})
