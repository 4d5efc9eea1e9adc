/** Codes and names that stay as they are in every language: systems, people, channels, formats, commands. */
const CODES = new Set(['erp', 'wms', 'mes', 'finance', 'edi', 'inbox', 'system', 'tms', 'shop', 'service', 'crm', 'bank', 'gateway', 'allocate', 'change', 'manager', 'ines', 'tariq', 'jonas', 'meike', 'test', 'host', 'orderDesk', 'salesManager', 'order-to-cash', 'resolve', 'close', 'order', 'orders', 'cases', 'verify', 'run',
  'refresh', 'resend', 'cascade', 'edifact', 'tradacoms', 'ubl', 'cii', 'cxml', 'camt', 'idoc', 'xlsx', 'mail', 'json', 'csv', 'npx', 'shipTo', 'lang', 'store', 'timeline', 'profile', 'required'])

/** English words in a text of another language: in lower case, and no codes, names of files, addresses or paths. */
export const englishIn = (text: string): string[] => text.replace(/&#?\w+;|\b(?:https?|sqlite):\S+/g, ' ').split(/[\s"'“”（）()，、。：；·→:;,|]+/)
  .filter((word) => /^[A-Za-z][a-z]+[.,]?$/.test(word) && !CODES.has(word) && word.length > 2 && !/^[A-Z]/.test(word))
