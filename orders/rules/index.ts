import { type Rule } from '../review'
import { completeness } from './completeness'
import { credit } from './credit'
import { customer } from './customer'
import { duplicate } from './duplicate'
import { onboarding } from './onboarding'
import { overdue } from './overdue'
import { price } from './price'
import { stock } from './stock'

/** Every review rule, in the order in which findings are shown. */
export const rules: readonly Rule[] = [completeness, customer, onboarding, duplicate, price, credit, overdue, stock]
