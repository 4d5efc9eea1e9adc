import { type Field } from '../profile'

/** What a shop calls the fields of its orders: one row a field, with the paths that are tried in turn; `a+b` are joined by a blank. */
export interface Shop {
  name: string
  /** Members that together no other JSON has. */
  marks: readonly string[]
  header: readonly Field[]
  lines: string
  line: readonly Field[]
  charges: readonly { list: string; text: string; amount: string }[]
  /** Member that says whether prices have the tax in them. */
  taxIncluded: string
  /** Member with the freight of the whole order, in the smallest coin, where it is no list. */
  freight?: string
  /** Amounts are whole numbers of the currency's smallest coin. */
  inMinor?: true
  /** Member that is there once the order is off, and the one that says why. */
  cancelled: string
  reason: string
  /** The shop waits for our answer to each of its orders, also to one that is off before we know it. */
  asks?: true
}

const address = (party: string, path: string, names: { street: string; more: string; zip: string; region: string; country: string }): Field[] => [
  { to: `${party}.name`, from: [`${path}.company`, `${path}.name`, `${path}.first_name+${path}.last_name`] },
  { to: `${party}.address.lines`, from: `${path}.${names.street}` }, { to: `${party}.address.lines`, from: `${path}.${names.more}` }, { to: `${party}.address.city`, from: `${path}.city` },
  { to: `${party}.address.postalCode`, from: `${path}.${names.zip}` }, { to: `${party}.address.region`, from: `${path}.${names.region}` }, { to: `${party}.address.country`, from: `${path}.${names.country}` },
]
const SHOPIFY_ADDRESS = { street: 'address1', more: 'address2', zip: 'zip', region: 'province_code', country: 'country_code' }
const WOO_ADDRESS = { street: 'address_1', more: 'address_2', zip: 'postcode', region: 'state', country: 'country' }

/** Order of Shopify's Admin REST API and of its webhooks `orders/*` (shopify.dev, Order). */
const SHOPIFY: Shop = {
  name: 'Shopify', marks: ['line_items', 'order_number', 'financial_status'], lines: 'line_items', taxIncluded: 'taxes_included', cancelled: 'cancelled_at', reason: 'cancel_reason',
  header: [
    { to: 'reference', from: ['po_number', 'name', 'order_number'] }, { to: 'issuedOn', from: ['processed_at', 'created_at'] }, { to: 'currency', from: 'currency' }, { to: 'payable', from: 'total_price' }, { to: 'notes', from: 'note' },
    { to: 'buyer.identifiers.email', from: ['email', 'customer.email', 'contact_email'] }, { to: 'buyer.identifiers.seller', from: 'customer.id' }, { to: 'buyer.contact.email', from: ['email', 'customer.email'] }, { to: 'buyer.contact.phone', from: ['phone', 'customer.phone', 'billing_address.phone'] },
    ...address('buyer', 'billing_address', SHOPIFY_ADDRESS), ...address('shipTo', 'shipping_address', SHOPIFY_ADDRESS), { to: 'shipTo.contact.phone', from: 'shipping_address.phone' },
  ],
  line: [
    { to: 'lines.id', from: 'id' }, { to: 'lines.sellersItem', from: 'sku' }, { to: 'lines.description', from: ['name', 'title'] }, { to: 'lines.quantity', from: 'quantity' }, { to: 'lines.price.amount', from: 'price' },
  ],
  charges: [{ list: 'shipping_lines', text: 'title', amount: 'price' }],
}

/** Order of WooCommerce's REST API (v3) and of its webhooks `order.*`. */
const WOOCOMMERCE: Shop = {
  name: 'WooCommerce', marks: ['line_items', 'order_key', 'billing'], lines: 'line_items', taxIncluded: 'prices_include_tax', cancelled: 'date_cancelled', reason: 'cancel_reason',
  header: [
    { to: 'reference', from: ['number', 'id'] }, { to: 'issuedOn', from: ['date_created_gmt', 'date_created'] }, { to: 'currency', from: 'currency' }, { to: 'payable', from: 'total' }, { to: 'notes', from: 'customer_note' },
    { to: 'buyer.identifiers.email', from: 'billing.email' }, { to: 'buyer.identifiers.seller', from: 'customer_id' }, { to: 'buyer.contact.email', from: 'billing.email' }, { to: 'buyer.contact.phone', from: 'billing.phone' },
    ...address('buyer', 'billing', WOO_ADDRESS), ...address('shipTo', 'shipping', WOO_ADDRESS), { to: 'shipTo.contact.phone', from: 'shipping.phone' },
  ],
  line: [
    { to: 'lines.id', from: 'id' }, { to: 'lines.sellersItem', from: 'sku' }, { to: 'lines.description', from: 'name' }, { to: 'lines.quantity', from: 'quantity' }, { to: 'lines.price.amount', from: 'price' }, { to: 'lines.lineExtension', from: 'total' },
  ],
  charges: [{ list: 'shipping_lines', text: 'method_title', amount: 'total' }, { list: 'fee_lines', text: 'name', amount: 'total' }],
}

/** Order of the simulated shop (sandbox/shop): money in the smallest coin, an order number of the customer's own beside the shop's. */
const SANDBOX: Shop = {
  name: 'Sandbox', marks: ['placedAt', 'items', 'totalMinor'], lines: 'items', taxIncluded: 'taxIncluded', cancelled: 'cancelled.by', reason: 'cancelled.reason', asks: true, inMinor: true,
  header: [
    { to: 'reference', from: ['purchaseOrder', 'number'] }, { to: 'origin', from: 'id' }, { to: 'authorisation.reference', from: 'card.reference' }, { to: 'authorisation.gateway', from: 'card.gateway' }, { to: 'issuedOn', from: 'placedAt' }, { to: 'requestedDelivery', from: 'wishDate' }, { to: 'currency', from: 'currency' }, { to: 'payable', from: 'totalMinor' },
    { to: 'notes', from: 'note' }, { to: 'buyer.identifiers.email', from: 'customer.email' }, { to: 'buyer.identifiers.seller', from: 'customer.accountNumber' }, { to: 'buyer.name', from: 'customer.company' }, { to: 'buyer.contact.email', from: 'customer.email' },
    ...address('shipTo', 'shippingAddress', { street: 'line1', more: 'line2', zip: 'postcode', region: 'region', country: 'country' }),
  ],
  line: [
    { to: 'lines.id', from: 'id' }, { to: 'lines.sellersItem', from: 'sku' }, { to: 'lines.description', from: 'title' }, { to: 'lines.quantity', from: 'qty' }, { to: 'lines.unit', from: 'unit' },
    { to: 'lines.price.amount', from: 'unitMinor' }, { to: 'lines.lineExtension', from: 'totalMinor' },
  ],
  charges: [],
  freight: 'shippingMinor',
}

export const SHOPS: readonly Shop[] = [SHOPIFY, WOOCOMMERCE, SANDBOX]
