import { type Rule } from '../review'
import { completeness } from './completeness'
import { compliance } from './compliance'
import { credit } from './credit'
import { customer } from './customer'
import { duplicate } from './duplicate'
import { margin } from './margin'
import { newCustomer } from './newCustomer'
import { onboarding } from './onboarding'
import { overdue } from './overdue'
import { price } from './price'
import { stock } from './stock'
import { terms } from './terms'
import { unusual } from './unusual'

/** Every review rule, in the order in which findings are shown. */
export const rules: readonly Rule[] = [completeness, customer, newCustomer, onboarding, duplicate, unusual, price, margin, terms, credit, overdue, stock, compliance]
