/**
 * Segments of the EDIFACT messages that are mapped, with their components: `an35` text of at most 35 characters, `n15` a number of at
 * most 15 digits, `a1` letters; `!` mandatory, `(…)` a composite, `*5` so many repeats of it in elements of their own (as D.96A writes
 * repetition). Lengths are those of the directories from D.93A to D.11A, the largest.
 */
export const SEGMENTS = `
UNB (a4! an1! an6 an3 an2)! (an35! an4 an35 an35)! (an35! an4 an35 an35)! (n8! n4!)! an14! (an14 an2) an14 a1 n1 an35 n1
UNZ n6! an14!
UNG an6 (an35! an4) (an35! an4) (n8! n4!) an14! an3 (an3! an3! an6) an14
UNE n6! an14!
UNH an14! (an6! an3! an3! an3! an6 an6 an3)! an35 (n2 a1)
UNT n6! an14!
UNS a1!
BGM (an3 an17 an3 an35) (an70 an9 an6) an3 an3
DTM (an3! an35 an3)!
FTX an3! an3 (an17! an17 an3) (an512 an512 an512 an512 an512) an3 an3
RFF (an4! an70 an6 an35 an6)!
NAD an3! (an35! an17 an3) (an35! an35 an35 an35 an35) (an70! an70 an70 an70 an70 an3) (an35! an35 an35 an35) an35 (an9 an17 an3 an70) an17 an3
CTA an3 (an17 an256)
COM (an512! an3!)!*3
CUX (an3! an3 an3 n4) (an3! an3 an3 n4) n12 an3
PAT an3! (an17! an17 an3 an35 an35) (an3! an3 an3 n3)
TDT an3! an17 (an3 an17) (an8 an17) (an17 an17 an3 an128) an3 (an3 an17 an3 an17) (an35 an17 an3 an70 an3) an3
LOC an3! (an35 an17 an3 an256) (an25 an17 an3 an70) (an25 an17 an3 an70) an3
TOD an3 an3 (an3 an17 an3 an70 an70)
LIN an6 an3 (an35 an3 an17 an3) (an3 an6) n2 an3
PIA an3! (an35 an3 an17 an3)!*5
IMD an3 an3 (an17 an17 an3 an256 an256 an3) an3
QTY (an3! n35! an8)!
MOA (an3! n35 an3 an3 an3)!
PRI (an3! n15 an3 an3 n9 an8) an3
ALC an3! (an35 an3) an3 an3 (an17 an17 an3 an35 an35)
PCD (an3! n10 an3 an17 an3)!
TAX an3! (an3 an17 an3 an35) (an6 an17 an3 an35) an15 (an7 an17 an3 an17 an12 an3) an3 an20
CNT (an3! n18! an8)!
SCC an3! an3 (an3 an3 an3)
CPS an35! an35 an3
ERC (an8! an17 an3)!
STS (an3 an17 an3) (an3 an17 an3 an35) (an3 an17 an3 an256)*5
UCI an14! (an35! an4 an35)! (an35! an4 an35)! an3! an3 an3 (n3 n3)
UCF an14! (an35! an4) (an35! an4) an3! an3 an3 (n3 n3)
UCM an14! (an6! an3! an3! an3! an6)! an3! an3 an3 (n3 n3)
UCS n6! an3
UCD an3! (n3! n3 n3)!
`

/** Code lists that are short and closed. */
export const CODES = new Map<string, string>([['UNS 1 1', 'D S']])
