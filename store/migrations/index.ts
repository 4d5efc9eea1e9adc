import { documents } from './0001-documents'
import { events } from './0002-events'
import { orders } from './0003-orders'
import { engine } from './0004-engine'
import { config } from './0005-config'
import { queue } from './0006-queue'
import { naturalKeys } from './0007-natural-keys'
import { interchanges } from './0010-interchanges'
import { deliveries } from './0015-deliveries'
import { erasedDocuments } from './0018-erased-documents'
import { circuits } from './0021-circuits'
import { day } from './0030-day'
import { search } from './0031-search'
import { paces } from './0035-paces'
import { clocks } from './0040-clocks'
import { type Migration } from './table'

/** In the order they are run. A migration that has been released is never edited; a change is the next one. */
export const migrations: readonly Migration[] = [documents, events, orders, engine, config, queue, naturalKeys, interchanges, deliveries, erasedDocuments, circuits, day, search, paces, clocks]
