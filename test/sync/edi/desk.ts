import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type EdiProfile } from '../../../mappings/edi/profile'
import { type Profile } from '../../../mappings/profile'
import * as config from '../../../store/config'
import { drain } from '../../../sync/dispatch'
import { receive, type Received } from '../../../sync/receive'
import { openWorld, type World } from '../world'

/** Two partners that exchange by EDI with a folder as their out-box: ACME by X12, NORD by EDIFACT. Both may buy what NORDBAU may. */
export interface Desk extends World {
  outbox: string
  /** Takes a document in as a fresh arrival. */
  post(text: string, name?: string): Promise<Received>
  /** Sends what is due, and answers with the files of the out-box by name. */
  sent(): Promise<string[]>
  file(name: string): string
  configure(partner: 'ACME' | 'NORD', edi: Partial<EdiProfile>, profile?: Partial<Profile>): Promise<void>
}

const X12: EdiProfile = { standard: 'x12', us: { qualifier: 'ZZ', id: 'OURCOMPANY' }, them: { qualifier: 'ZZ', id: 'ACME' }, channel: 'edi', acknowledge: ['997'] }
const EDIFACT: EdiProfile = { standard: 'edifact', us: { qualifier: '14', id: '4012345000009' }, them: { qualifier: '14', id: '4398765000004' }, channel: 'edi', acknowledge: ['CONTRL'] }

export async function openDesk(options: Parameters<typeof openWorld>[0] = {}): Promise<Desk> {
  const world = await openWorld({ customers: ['ACME', 'NORD'], ...options })
  const outbox = join(world.store.folder, 'outbox')
  mkdirSync(outbox)
  let arrival = 0
  const desk: Desk = {
    ...world, outbox,
    post: (text, name = `in-${arrival + 1}.edi`) => receive(world.context, { channel: 'test', transportId: `post-${++arrival}`, bytes: Buffer.from(text, 'latin1'), fileName: name }),
    sent: async () => {
      // what another connection has locked just now is passed over on MariaDB, and due a moment later
      await drain(world.context, { patienceMs: 500 })
      return filesIn(outbox)
    },
    file: (name) => readFileSync(join(outbox, name), 'latin1'),
    configure: (partner, edi, profile = {}) => world.store.write(async (tx) => {
      const x12 = partner === 'ACME'
      await config.savePartner(tx, {
        company: 'OC', code: partner, name: x12 ? 'Acme Inc' : 'Nord AG', version: 1, roles: ['customer'], currency: 'EUR', zone: 'Europe/Berlin',
        identifiers: x12 ? [{ scheme: 'ISA:ZZ', value: 'ACME' }, { scheme: 'buyer', value: 'ACME' }] : [{ scheme: 'GLN', value: '4398765000004' }],
        profile: { ...profile, edi: { ...(x12 ? X12 : EDIFACT), ...edi } },
      })
    }),
  }
  await world.store.write(async (tx) => {
    await config.saveCompany(tx, { code: 'OC', name: 'Our Company', body: { currency: 'EUR', zone: 'Europe/Berlin', numberPrefix: 'SO-', identifiers: [{ scheme: 'GLN', value: '4012345000009' }, { scheme: 'ISA:ZZ', value: 'OURCOMPANY' }] } })
    await config.saveSystem(tx, { company: 'OC', name: 'edi', role: 'edi', body: { connector: 'folder', url: pathToFileURL(outbox).href, mode: 'live', environment: 'test', settle: 0 } })
  })
  await desk.configure('ACME', {})
  await desk.configure('NORD', {})
  return desk
}

/** Documents that a partner would see: not what is staged or noted. */
export function filesIn(outbox: string): string[] {
  if (!existsSync(outbox)) return []
  return readdirSync(outbox, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap((entry) => readdirSync(join(outbox, entry.name)).map((name) => `${entry.name}/${name}`)).sort()
}

export interface Interchange { control?: number; group?: number; test?: boolean; to?: string; asked?: boolean; lines?: string[] }

/** An X12 interchange of ACME with an 850 for each order number. */
export function x12(references: readonly string[], { control = 1, group = control, test = false, to = 'OURCOMPANY', asked = false, lines = ['PO1*1*10*UN*12.5**VP*A-1'] }: Interchange = {}): string {
  const number = String(control).padStart(9, '0')
  const sets = references.flatMap((reference, index) => {
    const st = String(index + 1).padStart(4, '0')
    const body = [`BEG*00*SA*${reference}**20260301`, 'CUR*BY*EUR', 'DTM*002*20260309', 'N1*BY*Acme Inc*92*ACME', 'N1*ST*Plant 2*92*P2', ...lines, `CTT*${lines.length}`]
    return [`ST*850*${st}`, ...body, `SE*${body.length + 2}*${st}`]
  })
  return [`ISA*00*          *00*          *ZZ*ACME           *ZZ*${to.padEnd(15)}*260302*0910*U*00401*${number}*${asked ? 1 : 0}*${test ? 'T' : 'P'}*>`, `GS*PO*ACME*OURCOMPANY*20260302*0910*${group}*X*004010`,
    ...sets, `GE*${references.length}*${group}`, `IEA*1*${number}`, ''].join('~')
}

/** An EDIFACT interchange of NORD with one ORDERS. */
export function edifact(reference: string, { control = 1, test = false }: Pick<Interchange, 'control' | 'test'> = {}, lines: readonly string[] = ['LIN+1', 'PIA+1+A-1:SA', 'QTY+21:10:C62', 'PRI+AAA:12.5']): string {
  const body = [`BGM+220+${reference}+9`, 'DTM+137:20260301:102', 'DTM+2:20260309:102', 'NAD+BY+4398765000004::9', 'NAD+DP+4398765000004::9++Nord Lager', 'CUX+2:EUR:9', ...lines, 'UNS+S', `CNT+2:${lines.filter((line) => line.startsWith('LIN')).length}`]
  return `UNA:+.? '${[`UNB+UNOC:3+4398765000004:14+4012345000009:14+260302:0910+${control}${test ? '++++++1' : ''}`, 'UNH+1+ORDERS:D:96A:UN:EAN008', ...body, `UNT+${body.length + 2}+1`, `UNZ+1+${control}`].join("'")}'`
}
