import { casePage } from './pages/case'
import { casesPage } from './pages/cases'
import { orderPage } from './pages/order'
import { ordersPage } from './pages/orders'
import { overview } from './pages/overview'
import { reportsPage } from './pages/reports'
import { type MakePage } from './request'

const ROUTES: readonly { path: RegExp; page: MakePage }[] = [
  { path: /^\/$/, page: overview },
  { path: /^\/orders$/, page: ordersPage },
  { path: /^\/orders\/([^/]+)$/, page: orderPage },
  { path: /^\/reports$/, page: reportsPage },
  { path: /^\/cases$/, page: casesPage },
  { path: /^\/cases\/([^/]+)$/, page: casePage },
]

/** The page of a path, and the parts of it that the route leaves open; undefined where there is none. */
export function route(pathname: string): { page: MakePage; path: string[] } | undefined {
  for (const { path, page } of ROUTES) {
    const match = path.exec(pathname)
    if (match) return { page, path: match.slice(1).map(decoded) }
  }
  return undefined
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // not our encoding: then it is the name as it stands
    return part
  }
}
