import { conformance } from '../conformance'
import { subjects } from './subjects'

conformance(subjects.tms)
