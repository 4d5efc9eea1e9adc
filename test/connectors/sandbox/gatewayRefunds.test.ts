import { conformance } from '../conformance'
import { refunds } from './subjects'

conformance(refunds)
