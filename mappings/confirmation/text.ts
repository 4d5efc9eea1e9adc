import { type Confirmation, letterhead } from './confirmation'
import { wordingOf } from './words'

/** The confirmation as plain text: all nine that a confirmation must say, in the order of the letter. */
export function confirmationText(confirmation: Confirmation): string {
  const { words, money, quantity, date, unit } = wordingOf(confirmation)
  const lines = confirmation.lines.flatMap((line) => [
    `${line.id}. ${[line.sellersItem, line.description].filter(Boolean).join(' ')}${line.buyersItem === undefined ? '' : ` (${words.yours}: ${line.buyersItem})`}`,
    `   ${words.quantity}: ${quantity(line.quantity)} ${unit(line.unit)}   ${words.price}: ${money(line.price.amount)}${line.price.base === undefined ? '' : ` ${words.per} ${quantity(line.price.base)}`}   ${words.amount}: ${money(line.lineExtension)}   ${words.delivery}: ${date(line.promisedDelivery)}`,
  ])
  return [
    words.greeting, '', `${words.number} ${confirmation.number}`, `${words.order} ${confirmation.order}`, `${words.date}: ${date(confirmation.issuedOn)}`, '', ...lines, '',
    `${words.net}: ${money(confirmation.net)}`, ...confirmation.charges.map((charge) => `${charge.text}: ${charge.kind === 'allowance' ? '-' : ''}${money(charge.amount)}`),
    ...(confirmation.tax === undefined ? [] : [`${words.tax}: ${money(confirmation.tax)}`]), `${words.total}: ${money(confirmation.payable)}`, '',
    `${words.payment}: ${confirmation.paymentTerms}`, `${words.transport}: ${[confirmation.deliveryTerms, confirmation.carrier].filter(Boolean).join(', ')}`, `${words.shipTo}: ${letterhead(confirmation.shipTo).join(', ')}`,
    ...(confirmation.notes ?? []).flatMap((note) => ['', note]), '', ...letterhead(confirmation.seller), '',
  ].join('\n')
}
