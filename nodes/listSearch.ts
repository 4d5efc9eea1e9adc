import { type ILoadOptionsFunctions, type INodeListSearchResult } from 'n8n-workflow'
import { withStore, type Open } from './withStore'

const PAGE = 50

type Row = INodeListSearchResult['results'][number]

/** What the lists of the fields are filled with, from the store of the credential. */
export const listSearch = {
  async searchOrders(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
    const offset = Number(paginationToken ?? 0)
    return withStore(this, async ({ context, company, engine }) => {
      const found = await engine.searchOrders(context.store, company, { text: filter || undefined, limit: PAGE, offset })
      const results = found.map((order): Row => ({ name: `${order.number ?? 'no number yet'}: ${order.buyer ?? 'unknown buyer'} ${order.reference ?? ''}, ${order.status}`, value: order.id }))
      return { results, ...(found.length === PAGE ? { paginationToken: String(offset + PAGE) } : {}) }
    })
  },

  searchPartners(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
    return listed(this, filter, async ({ context, company, engine }) => (await engine.config.listPartners(context.store, company)).map(({ code, name }) => ({ name: `${name} (${code})`, value: code })))
  },

  searchSystems(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
    return listed(this, filter, async ({ context, company, engine }) => (await engine.config.listSystems(context.store, company)).map(({ name, role }) => ({ name: `${name} (${role})`, value: name })))
  },

  searchActors(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
    return listed(this, filter, async ({ context, engine }) => (await engine.actors.list(context.store)).map(({ id, name, roles }) => ({ name: `${name}: ${roles.join(', ')}`, value: id })))
  },
}

async function listed(node: ILoadOptionsFunctions, filter: string | undefined, rowsOf: (open: Open) => Promise<Row[]>): Promise<INodeListSearchResult> {
  const wanted = filter?.toLowerCase() ?? ''
  return { results: (await withStore(node, rowsOf)).filter(({ name }) => name.toLowerCase().includes(wanted)) }
}
