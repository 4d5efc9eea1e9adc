import { readAll } from '../readAll'

const date = (name: string, day: string): string => `<ram:${name}><udt:DateTimeString format="102">${day}</udt:DateTimeString></ram:${name}>`
const item = (id: string, name: string, price: string, quantity: string, net: string): string => `<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>${id}</ram:LineID></ram:AssociatedDocumentLineDocument>
  <ram:SpecifiedTradeProduct><ram:SellerAssignedID>${name}</ram:SellerAssignedID><ram:Name>Widget</ram:Name></ram:SpecifiedTradeProduct>
  <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>${price}</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
  <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="EA">${quantity}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
  <ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>19</ram:RateApplicablePercent></ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>${net}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>`
const INVOICE = `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>RE-9</ram:ID><ram:TypeCode>380</ram:TypeCode>${date('IssueDateTime', '20260306')}</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>${item('1', 'NW-1', '9.25', '12', '111.00')}${item('2', 'NW-2', '2', '3', '6.00')}
<ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>Nordwerk</ram:Name><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE987654321</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty><ram:BuyerTradeParty><ram:Name>Kontor</ram:Name><ram:PostalTradeAddress><ram:PostcodeCode>20457</ram:PostcodeCode><ram:LineOne>Hafenstr. 4</ram:LineOne><ram:CityName>Hamburg</ram:CityName><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress></ram:BuyerTradeParty><ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>PO-7</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument></ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:ApplicableTradeTax><ram:CalculatedAmount>22.23</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>117.00</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>19</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:SpecifiedTradePaymentTerms>${date('DueDateDateTime', '20260405')}</ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>117.00</ram:LineTotalAmount><ram:TaxBasisTotalAmount>117.00</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">22.23</ram:TaxTotalAmount><ram:GrandTotalAmount>139.23</ram:GrandTotalAmount><ram:DuePayableAmount>139.23</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`
const read = async (xml: string) => (await readAll(xml, { file: 'invoice.xml' })).messages[0]!

test('a Cross Industry Invoice says the same as one in UBL, and its sums hold', async () => {
  const message = await read(INVOICE)
  expect(message).toMatchObject({ type: 'CrossIndustryInvoice', control: 'RE-9', segments: 2, problems: [] })
  expect(message.document).toMatchObject({
    number: 'RE-9', code: '380', issuedOn: '2026-03-06', dueOn: '2026-04-05', currency: 'EUR', order: 'PO-7', tax: '22.23', payable: '139.23', seller: { name: 'Nordwerk', identifiers: [{ scheme: 'VAT', value: 'DE987654321' }] },
    buyer: { name: 'Kontor', address: { lines: ['Hafenstr. 4'], city: 'Hamburg', postalCode: '20457', country: 'DE' } }, taxes: [{ category: 'S', percent: '19', taxable: '117', amount: '22.23' }],
    lines: [{ id: '1', sellersItem: 'NW-1', quantity: '12', unit: 'EA', price: { amount: '9.25' }, lineExtension: '111', taxPercent: '19' }, { id: '2', lineExtension: '6' }],
  })
})

test.each([['br-co-10', '<ram:LineTotalAmount>117.00', '<ram:LineTotalAmount>117.01'], ['br-co-16', '<ram:DuePayableAmount>139.23', '<ram:DuePayableAmount>139.24'], ['br-co-17', '<ram:CalculatedAmount>22.23', '<ram:CalculatedAmount>22.24']])('%s is told where it does not hold', async (code, from, to) => {
  expect((await read(INVOICE.replace(from, to))).problems).toContainEqual(expect.objectContaining({ code, severity: 'error' }))
})
