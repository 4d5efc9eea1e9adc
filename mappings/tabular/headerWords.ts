/**
 * What columns are called where the partner gave no table: place in the OrderDraft → names, compared without case, accents,
 * spaces and punctuation. English, German, French, Chinese. A name stands here once.
 */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  'reference': ['PO', 'PO no', 'PO number', 'purchase order', 'purchase order number', 'purchase order no', 'order', 'order no', 'order number', 'order id', 'order ref', 'customer order', 'customer PO',
    'Bestellung', 'Bestellnr', 'Bestellnummer', 'Bestell-Nr.', 'Auftrag', 'Auftragsnr', 'Auftragsnummer', 'Belegnr', 'Belegnummer',
    'commande', 'no commande', 'n° commande', 'numéro de commande', 'référence commande', 'bon de commande', '订单号', '订单编号', '采购订单号', '采购单号', '采购订单'],
  'release': ['release', 'release no', 'call-off', 'Abruf', 'Abrufnummer', 'appel', 'numéro d\'appel', '发放号'],
  'issuedOn': ['order date', 'PO date', 'date', 'Bestelldatum', 'Auftragsdatum', 'Belegdatum', 'Datum', 'date de commande', 'date commande', '订单日期', '下单日期', '采购日期'],
  'currency': ['currency', 'curr', 'Währung', 'WKZ', 'devise', 'monnaie', '币种', '货币'],
  'requestedDelivery': ['delivery date', 'requested date', 'requested delivery', 'requested delivery date', 'due date', 'need by', 'wanted date', 'ship date', 'Lieferdatum', 'Liefertermin', 'Wunschtermin', 'Wunschlieferdatum',
    'date de livraison', 'date livraison', 'date livraison souhaitée', 'livraison', '交货日期', '要求交货日期', '交期', '送货日期'],
  'paymentTerms': ['payment terms', 'terms', 'Zahlungsbedingung', 'Zahlungsbedingungen', 'Zahlungsziel', 'conditions de paiement', '付款条件'],
  'deliveryTerms': ['delivery terms', 'incoterm', 'incoterms', 'Lieferbedingung', 'Lieferbedingungen', 'conditions de livraison', '贸易术语'],
  'buyer.identifiers.seller': ['customer no', 'customer number', 'customer id', 'customer code', 'account no', 'account number', 'Kundennr', 'Kundennummer', 'Kunden-Nr.', 'Kdnr', 'no client', 'n° client', 'numéro client', 'code client', '客户编号', '客户代码'],
  'buyer.identifiers.GLN': ['buyer GLN', 'customer GLN', 'GLN Käufer', 'GLN Besteller', 'GLN Kunde', 'GLN acheteur', 'GLN client', '买方GLN'],
  'buyer.identifiers.VAT': ['VAT id', 'VAT no', 'VAT number', 'USt-IdNr', 'UID', 'TVA intracommunautaire', 'numéro TVA', '税号'],
  'buyer.name': ['customer', 'customer name', 'buyer', 'buyer name', 'company', 'Kunde', 'Kundenname', 'Besteller', 'Firma', 'client', 'acheteur', 'nom du client', '客户', '客户名称', '买方'],
  'buyer.contact.name': ['contact', 'contact name', 'Ansprechpartner', 'Kontakt', 'interlocuteur', '联系人'],
  'buyer.contact.email': ['email', 'e-mail', 'contact email', 'courriel', '邮箱'],
  'buyer.contact.phone': ['phone', 'telephone', 'Telefon', 'téléphone', '电话'],
  'shipTo.identifiers.GLN': ['ship to GLN', 'delivery GLN', 'GLN Lieferort', 'GLN Lieferadresse', 'GLN Warenempfänger', 'GLN livraison', '收货方GLN'],
  'shipTo.identifiers.buyer': ['ship to code', 'ship to no', 'ship to id', 'store', 'store no', 'Lieferort', 'Filiale', 'Filialnummer', 'lieu de livraison', 'magasin', '收货地点', '门店'],
  'shipTo.name': ['ship to', 'ship to name', 'deliver to', 'consignee', 'Warenempfänger', 'Lieferadresse', 'Empfänger', 'Lieferanschrift', 'livrer à', 'destinataire', '收货人', '收货方'],
  'shipTo.address.lines': ['ship to street', 'ship to address', 'shipping address', 'delivery address', 'street', 'address', 'Straße', 'Lieferstraße', 'adresse de livraison', 'rue', 'adresse', '收货地址', '地址'],
  'shipTo.address.city': ['ship to city', 'city', 'Ort', 'Stadt', 'ville', '城市'],
  'shipTo.address.postalCode': ['ship to zip', 'ship to postcode', 'zip', 'zip code', 'postcode', 'postal code', 'PLZ', 'Postleitzahl', 'code postal', '邮编'],
  'shipTo.address.region': ['ship to state', 'state', 'province', 'region', 'Bundesland', '省份'],
  'shipTo.address.country': ['ship to country', 'country', 'Land', 'pays', '国家'],
  'notes': ['notes', 'note', 'comment', 'comments', 'remarks', 'Bemerkung', 'Bemerkungen', 'Hinweis', 'remarque', 'remarques', 'commentaire', '备注', '订单备注'],
  'lines.id': ['line', 'line no', 'line number', 'item no', 'pos', 'position', 'Positionsnr', 'Pos.-Nr.', 'ligne', 'n° ligne', '行号', '序号'],
  'lines.buyersItem': ['buyer item', 'buyer part', 'buyer part number', 'customer item', 'customer part', 'customer part number', 'customer material', 'part no', 'part number', 'Artikel', 'Artikelnr', 'Artikelnummer', 'Artikel-Nr.', 'Materialnummer', 'Material',
    'Kundenartikel', 'Kundenartikelnummer', 'Sachnummer', 'article', 'code article', 'référence article', '物料编码', '物料号', '客户料号', '产品编号'],
  'lines.sellersItem': ['your item', 'your part number', 'vendor item', 'vendor part', 'vendor part number', 'supplier item', 'supplier part number', 'supplier sku', 'sku', 'item', 'item code', 'Ihre Artikelnummer', 'Ihre Artikelnr', 'Lieferantenartikel', 'Lieferantenartikelnummer', 'Lief.-Art.-Nr.',
    'référence fournisseur', 'votre référence', '供应商料号', '贵司料号'],
  'lines.standardItem': ['gtin', 'ean', 'ean code', 'upc', 'barcode', 'EAN-Code', 'GTIN/EAN', 'Strichcode', 'code EAN', 'code-barres', '条码', '商品条码'],
  'lines.description': ['description', 'item description', 'product', 'product name', 'text', 'Bezeichnung', 'Artikelbezeichnung', 'Beschreibung', 'Artikeltext', 'désignation', 'libellé', '品名', '产品名称', '描述', '物料描述'],
  'lines.quantity': ['quantity', 'qty', 'order qty', 'ordered', 'amount ordered', 'Menge', 'Bestellmenge', 'Anzahl', 'Stückzahl', 'quantité', 'qté', 'quantité commandée', '数量', '订购数量', '采购数量'],
  'lines.unit': ['unit', 'uom', 'unit of measure', 'ME', 'Einheit', 'Mengeneinheit', 'Bestelleinheit', 'unité', 'unité de mesure', '单位', '计量单位'],
  'lines.price.amount': ['price', 'unit price', 'net price', 'Preis', 'Einzelpreis', 'EK-Preis', 'EK', 'Nettopreis', 'Stückpreis', 'prix', 'prix unitaire', 'prix net', 'PU HT', '单价', '价格', '未税单价'],
  'lines.price.base': ['price per', 'per', 'price unit', 'price base', 'Preiseinheit', 'PE', 'pro', 'base de prix', 'unité de prix', '价格单位', '每'],
  'lines.lineExtension': ['line total', 'line amount', 'net amount', 'extended price', 'Positionswert', 'Gesamtpreis', 'Nettobetrag', 'Zeilenbetrag', 'montant', 'montant HT', 'total ligne', '金额', '行金额'],
  'lines.notes': ['line note', 'line notes', 'Positionstext', 'Positionsbemerkung', 'remarque ligne', '行备注'],
}

/** A column name as it is compared. */
export const normal = (name: string): string => name.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss').toLowerCase().replace(/[^\p{L}\p{N}#]/gu, '')

const PLACES = new Map(Object.entries(WORDS).flatMap(([place, names]) => names.map((name) => [normal(name), place] as const)))

/** The place that a column of this name fills, where the name is one of the known words. */
export const placeOf = (name: string): string | undefined => PLACES.get(normal(name))

/** Names to show a person: the first known word of each place. */
export const exampleOf = (place: string): string => WORDS[place]?.[0] ?? place
