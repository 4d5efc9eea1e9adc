import { readAll } from '../readAll'

const ORDER = (type = 'new'): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.050/cXML.dtd">
<cXML payloadID="77@buyer.example" timestamp="2026-03-01T09:00:00+01:00" version="1.2.050">
  <Header>
    <From><Credential domain="NetworkID"><Identity>AN0100</Identity></Credential><Credential domain="DUNS"><Identity>123456789</Identity></Credential></From>
    <To><Credential domain="NetworkID"><Identity>AN0200</Identity></Credential></To>
    <Sender><Credential domain="NetworkID"><Identity>AN0100</Identity><SharedSecret>do-not-show-me</SharedSecret></Credential><UserAgent>Buyer 1.0</UserAgent></Sender>
  </Header>
  <Request deploymentMode="test"><OrderRequest>
    <OrderRequestHeader orderID="PO-9" orderDate="2026-03-01T09:00:00+01:00" type="${type}" requestedDeliveryDate="2026-03-20">
      <Total><Money currency="USD">1234.50</Money></Total>
      <ShipTo><Address isoCountryCode="US" addressID="DOCK-3"><Name xml:lang="en">Plant 3</Name><PostalAddress><DeliverTo>Receiving</DeliverTo><Street>1 Mill Rd</Street><City>Troy</City><State>NY</State><PostalCode>12180</PostalCode><Country isoCountryCode="US">United States</Country></PostalAddress></Address></ShipTo>
      <BillTo><Address addressID="HQ"><Name xml:lang="en">Buyer Inc</Name></Address></BillTo>
      <Shipping><Money currency="USD">20.00</Money><Description xml:lang="en">Ground</Description></Shipping>
      <PaymentTerm payInNumberOfDays="30"/>
      <Comments xml:lang="en">Call first</Comments>
      <Extrinsic name="projectCode">P-55</Extrinsic>
    </OrderRequestHeader>
    <ItemOut quantity="10" lineNumber="1" requestedDeliveryDate="2026-03-22">
      <ItemID><SupplierPartID>NW-1</SupplierPartID><SupplierPartAuxiliaryID>red\\1</SupplierPartAuxiliaryID><BuyerPartID>B-1</BuyerPartID></ItemID>
      <ItemDetail><UnitPrice><Money currency="USD">123.45</Money></UnitPrice><Description xml:lang="en">Widget <ShortName>W</ShortName></Description><UnitOfMeasure>EA</UnitOfMeasure><PriceBasisQuantity quantity="1" conversionFactor="1"><UnitOfMeasure>EA</UnitOfMeasure></PriceBasisQuantity><Classification domain="UNSPSC">31161500</Classification></ItemDetail>
    </ItemOut>
  </OrderRequest></Request>
</cXML>`
const read = (xml: string): ReturnType<typeof readAll> => readAll(xml, { file: 'order.xml' })

test('a cXML OrderRequest is an order draft', async () => {
  const { messages, file } = await read(ORDER())
  expect(file).toMatchObject({ format: 'cxml', problems: [] })
  expect(messages).toMatchObject([{ type: 'OrderRequest', version: '1.2.050', control: '77@buyer.example', sender: { scheme: 'NetworkID', value: 'AN0100' }, receiver: { value: 'AN0200' }, test: true, problems: [] }])
  expect(messages[0]!.order).toEqual({
    reference: 'PO-9', issuedOn: '2026-03-01T09:00:00+01:00', currency: 'USD', requestedDelivery: '2026-03-20', paymentTerms: '30 days', lineExtension: '1234.5', notes: ['Call first'],
    buyer: { identifiers: [{ scheme: 'NetworkID', value: 'AN0100' }, { scheme: 'DUNS', value: '123456789' }] }, seller: { identifiers: [{ scheme: 'NetworkID', value: 'AN0200' }] },
    shipTo: { name: 'Plant 3', identifiers: [{ scheme: 'buyer', value: 'DOCK-3' }], address: { lines: ['Receiving', '1 Mill Rd'], city: 'Troy', region: 'NY', postalCode: '12180', country: 'US' } },
    billTo: { name: 'Buyer Inc', identifiers: [{ scheme: 'buyer', value: 'HQ' }] },
    allowancesCharges: [{ kind: 'charge', code: 'freight', text: 'Ground', amount: '20' }], extra: { projectCode: ['P-55'] },
    lines: [{ id: '1', quantity: '10', unit: 'EA', sellersItem: 'NW-1', buyersItem: 'B-1', description: 'Widget', price: { amount: '123.45' }, requestedDelivery: '2026-03-22',
      extra: { SupplierPartAuxiliaryID: ['red\\1'], 'ItemDetail.Description.ShortName': ['W'], 'ItemDetail.PriceBasisQuantity.UnitOfMeasure': ['EA'], 'ItemDetail.Classification': ['31161500'] } }],
  })
})

test('the shared secret of the sender is in nothing that was read', async () => {
  expect(JSON.stringify(await read(ORDER()))).not.toContain('do-not-show-me')
})

test('an update or a deletion is no second order', async () => {
  for (const [type, purpose] of [['update', 'change'], ['delete', 'cancel']] as const) {
    const { messages } = await read(ORDER(type))
    expect(messages).toMatchObject([{ document: { order: 'PO-9', purpose } }])
    expect(messages[0]!.order).toBeUndefined()
  }
})

test('another request is recognised and not read further', async () => {
  const { messages } = await read('<cXML payloadID="1"><Request><ProfileRequest/></Request></cXML>')
  expect(messages).toMatchObject([{ type: 'ProfileRequest', problems: [{ code: 'document-not-mapped' }] }])
})
