// Reads a UBL order of so many lines, made as it flows, and prints how many came out.
const { readDocument } = require('../../dist/mappings/read.js')

const NS = (name) => `urn:oasis:names:specification:ubl:schema:xsd:${name}-2`
const line = (i) => `<cac:OrderLine><cac:LineItem><cbc:ID>${i}</cbc:ID><cbc:Note>As last time, on pallets of 80 by 120, wrapped</cbc:Note><cbc:Quantity unitCode="EA">12</cbc:Quantity><cbc:LineExtensionAmount currencyID="EUR">111.00</cbc:LineExtensionAmount><cac:Price><cbc:PriceAmount currencyID="EUR">9.25</cbc:PriceAmount><cbc:BaseQuantity unitCode="EA">1</cbc:BaseQuantity></cac:Price><cac:Item><cbc:Name>Widget, blue</cbc:Name><cac:SellersItemIdentification><cbc:ID>NW-${i}</cbc:ID></cac:SellersItemIdentification><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item></cac:LineItem></cac:OrderLine>\n`

async function* source(lines) {
  yield Buffer.from(`<Order xmlns="${NS('Order')}" xmlns:cac="${NS('CommonAggregateComponents')}" xmlns:cbc="${NS('CommonBasicComponents')}"><cbc:ID>PO-1</cbc:ID><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>`)
  for (let i = 1; i <= lines; i += 100) {
    let text = ''
    for (let j = i; j < i + 100; j++) text += line(j)
    yield Buffer.from(text)
  }
  yield Buffer.from('</Order>')
}

async function main() {
  let lines = 0
  let bytes = 0
  for await (const event of readDocument(source(Number(process.argv[2])), { file: 'order.xml' })) {
    if (event.kind === 'message') lines = event.order.lines.length
    else bytes = event.bytes
  }
  console.log(JSON.stringify({ lines, bytes }))
}
main()
