/** A field of a segment in a flat file: where it begins among the segment's characters, and how many it has. */
export interface FlatField { name: string; at: number; length: number }

/** The control record (EDI_DC40), and what stands before the data of every data record (EDI_DD40). */
const CONTROL = 'TABNAM 10 MANDT 3 DOCNUM 16 DOCREL 4 STATUS 2 DIRECT 1 OUTMOD 1 EXPRSS 1 TEST 1 IDOCTYP 30 CIMTYP 30 MESTYP 30 MESCOD 3 MESFCT 3 STD 1 STDVRS 6 STDMES 6 SNDPOR 10 SNDPRT 2 SNDPFC 2 SNDPRN 10 SNDSAD 21 SNDLAD 70 '
  + 'RCVPOR 10 RCVPRT 2 RCVPFC 2 RCVPRN 10 RCVSAD 21 RCVLAD 70 CREDAT 8 CRETIM 6 REFINT 14 REFGRP 14 REFMES 14 ARCKEY 70 SERIAL 20'
const DATA = 'SEGNAM 30 MANDT 3 DOCNUM 16 SEGNUM 6 PSGNUM 6 HLEVEL 2'

const PARTNER = 'PARVW 3 PARTN 17 LIFNR 17 NAME1 35 NAME2 35 NAME3 35 NAME4 35 STRAS 35 STRS2 35 PFACH 35 ORT01 35 COUNC 9 PSTLZ 9 PSTL2 9 LAND1 3 ABLAD 35 PERNR 30 PARNR 30 TELF1 25 TELF2 25 TELBX 25 TELFX 25 TELTX 25 TELX1 25 SPRAS 1 '
  + 'ANRED 15 ORT02 35 HAUSN 6 STOCK 6 REGIO 3 PARGE 1 ISOAL 2 ISONU 2 FCODE 20 IHREZ 30 BNAME 35 PAORG 30 ORGTX 35 PAGRU 30 KNREF 30 ILNNR 70 PFORT 35 SPRAS_ISO 2 TITLE 15'
const TERMS = 'QUALF 3 LKOND 3 LKTEXT 70'
const TEXT = 'TDID 4 TSSPRAS 3 TSSPRAS_ISO 2'
const TEXT_LINE = 'TDLINE 70 TDFORMAT 2'
const DATE = 'IDDAT 3 DATUM 8 UZEIT 6'

/** The segments of ORDERS05: later versions of a segment only add fields behind the others, so that one table reads them all. */
const SEGMENTS: Record<string, string> = {
  E1EDK01: 'ACTION 3 KZABS 1 CURCY 3 HWAER 3 WKURS 12 ZTERM 17 KUNDEUINR 20 EIGENUINR 20 BSART 4 BELNR 35 NTGEW 18 BRGEW 18 GEWEI 3 FKART_RL 4 ABLAD 25 BSTZD 4 VSART 2 VSART_BEZ 20 RECIPNT_NO 10 KZAZU 1 AUTLF 1 AUGRU 3 AUGRU_BEZ 40 '
    + 'ABRVW 3 ABRVW_BEZ 20 FKTYP 1 LIFSK 2 LIFSK_BEZ 20 EMPST 25 ABTNR 4 DELCO 3 WKURS_M 12',
  E1EDK02: 'QUALF 3 BELNR 35 POSNR 6 DATUM 8 UZEIT 6', E1EDK03: DATE, E1EDK14: 'QUALF 3 ORGID 35', E1EDKA1: PARTNER, E1EDK17: TERMS, E1EDK18: 'QUALF 3 TAGE 8 PRZNT 8 ZTERM_TXT 70',
  E1EDK35: 'QUALZ 3 CUSADD 35 CUSADD_BEZ 40', E1EDKT1: `${TEXT} TDOBJECT 10 TDOBNAME 70`, E1EDKT2: TEXT_LINE,
  E1EDP01: 'POSEX 6 ACTION 3 PSTYP 1 KZABS 1 MENGE 15 MENEE 3 BMNG2 15 PMENE 3 ABFTZ 7 VPREI 15 PEINH 9 NETWR 18 ANETW 18 SKFBP 18 NTGEW 18 GEWEI 3 EINKZ 1 CURCY 3 PREIS 18 MATKL 9 UEPOS 6 GRKOR 3 EVERS 7 BPUMN 6 BPUMZ 6 ABGRU 2 ABGRT 40 '
    + 'ANTLF 1 FIXMG 1 KZAZU 1 BRGEW 18 PSTYV 4 EMPST 25 ABTNR 4 ABRVW 3 WERKS 4 LPRIO 2 LPRIO_BEZ 20 ROUTE 6 ROUTE_BEZ 40 LGORT 4 VSTEL 4 DELCO 3 MATNR 35',
  E1EDP03: DATE, E1EDPA1: PARTNER, E1EDP17: TERMS, E1EDP19: 'QUALF 3 IDTNR 35 KTEXT 70 MFRPN 42 MFRNR 10', E1EDP20: 'WMENG 15 AMENG 15 EDATU 8 EZEIT 6', E1EDPT1: TEXT, E1EDPT2: TEXT_LINE,
  E1EDS01: 'SUMID 3 SUMME 18 SUNIT 3 WAERQ 3',
}

const fieldsOf = (notation: string): FlatField[] => {
  const words = notation.split(' ')
  let at = 0
  return Array.from({ length: words.length / 2 }, (_, i) => {
    const length = Number(words[i * 2 + 1])
    at += length
    return { name: words[i * 2]!, at: at - length, length }
  })
}

export const CONTROL_FIELDS = fieldsOf(CONTROL)
export const DATA_FIELDS = fieldsOf(DATA)
const endOf = (fields: readonly FlatField[]): number => fields.reduce((end, { at, length }) => Math.max(end, at + length), 0)
/** Characters of a control record, of what stands before a data record's own fields, and of a whole data record. */
export const CONTROL_LENGTH = endOf(CONTROL_FIELDS)
export const DATA_AT = endOf(DATA_FIELDS)
export const DATA_LENGTH = DATA_AT + 1000

const tables = new Map(Object.entries(SEGMENTS).map(([name, notation]) => [name, fieldsOf(notation)]))

/** The fields of a segment; undefined where its layout is not known, as that of a partner's own (Z…). */
export const flatFields = (segment: string): readonly FlatField[] | undefined => tables.get(segment)

/** A flat file names a segment with its version (`E2EDKA1003`); in XML and in the tables it is `E1EDKA1`. */
export const segmentName = (name: string): string => name.replace(/^E[12](ED[A-Z0-9]{3})(\d{3})?$/, 'E1$1')
