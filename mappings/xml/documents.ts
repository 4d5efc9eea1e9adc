import { camt } from '../bank/camt'
import { cii } from '../cii/cii'
import { cxml } from '../cxml/cxml'
import { idoc } from '../idoc/idoc'
import { ubl } from '../ubl/ubl'
import { xmlReader } from './reader'

/** Every XML document that is read; the root element decides. */
export const xml = xmlReader([ubl, cii, cxml, camt, idoc])
