import { type SentenceTable } from '../said'
import { ACTIONS, OWNERS, RECORDS, RETURN_STATES, STATUSES, THEIR_STATES } from './words'

/** Roles whose codes are names of systems too: they stay codes. */
const { finance: _finance, warehouse: _warehouse, system: _system, production: _production, ...ROLES } = OWNERS

const KINDS = ['order', 'part', 'production', 'despatch', 'shipment', 'invoice', 'payment', 'return', 'creditNote', 'document', 'quotation', 'webOrder', 'fulfilment', 'authorisation', 'capture', 'refund', 'payout', 'settlement']

/** What values in sentences may be: words of ours, and names of records. */
export const PHRASES: SentenceTable = {
  ...(THEIR_STATES as SentenceTable), ...STATUSES, ...(RECORDS as SentenceTable), ...(ACTIONS as SentenceTable), ...(ROLES as SentenceTable),
  ...Object.fromEntries(KINDS.map((kind) => [`${kind} {number} in {system}`, `${'{system}'} 中的${RECORDS[kind]} {number}`])),
  ...Object.fromEntries(KINDS.map((kind) => [`${kind} {number}`, `${RECORDS[kind]} {number}`])),
  'line {no}': '第 {no} 行',
  'due {date}': '到期 {date}', 'reminder {level})': '第 {level} 次催收)',
  '{quantity} of line {no} ({item})': '第 {no} 行 {quantity} ({item})', '{quantity} of line {no}': '第 {no} 行 {quantity}', damaged: '破损', quality: '质量问题', wrongItem: '错发', short: '短少', notNeeded: '不需要', ...RETURN_STATES, 'with {photo}': '附 {photo}',
  'booked {amount}': '已入账 {amount}',
  'sent': '已发送',
  "buyer's {code}": '客户物料号 {code}', 'ours {code}': '本公司物料号 {code}', 'GTIN {code}': 'GTIN {code}',
  'at the end of the file': '在文件末尾', 'at the end of file': '在文件末尾',
  'binary data': '二进制数据', 'an Excel workbook (XLSX)': 'Excel 工作簿（XLSX）', 'a web page (HTML)': '网页（HTML）', 'a bank statement (camt, XML)': '银行对账单（camt, XML）', 'a UBL document (XML)': 'UBL 单据（XML）',
  'a Cross Industry document (CII, XML)': 'CII 单据（XML）', 'an OAGIS document (XML)': 'OAGIS 单据（XML）', 'an openTRANS document (XML)': 'openTRANS 单据（XML）', 'an SAP IDoc (flat file)': 'SAP IDoc（平面文件）', 'a bank statement (MT940)': '银行对账单（MT940）',
  interchange: '交换', group: '组', groups: '组', 'transaction set': '交易集', 'transaction sets': '交易集', message: '报文', messages: '报文', segments: '段', lines: '行', transmission: '传输', 'functional group': '功能组',
  '{element} has {found} instead of {right}': '{element} 为 {found}，应为 {right}',
  'the customer master': '客户主数据', 'customer master': '客户主数据', receivables: '应收', 'price of {item}': '{item} 的价格', 'stock of {item}': '{item} 的库存',
  '{minutes} min ahead of': '快 {minutes} 分钟', '{minutes} min behind': '慢 {minutes} 分钟',
  approved: '已批准', void: '已失效',
}
