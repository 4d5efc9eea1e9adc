import { type DefectCode } from '../../../store/verify/defect'

/** A defect of a stream that its caller names. */
export interface Found { code: DefectCode; text: string; sequence?: number }

export const found = (code: DefectCode, text: string, sequence?: number): Found => ({ code, text, sequence })
