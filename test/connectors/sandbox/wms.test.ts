import { conformance } from '../conformance'
import { returns, subjects } from './subjects'

conformance(subjects.wms)
conformance(returns)
