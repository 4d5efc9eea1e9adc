import { type Party } from '../orders/draft'

/** The buyer's own code of a ship-to. */
export const shipToCode = (shipTo: Party | undefined): string | undefined => shipTo?.identifiers.find(({ scheme }) => scheme === 'buyer')?.value
