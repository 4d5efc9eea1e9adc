import { type Store } from '../store/store'
import { type OwnCompany } from '../sync/company'
import { type Page } from './page'
import { type Texts } from './texts/texts'

/** What a page is made from. */
export interface Asked {
  store: Store
  company: OwnCompany
  texts: Texts
  query: URLSearchParams
  /** Parts of the path that the route leaves open, decoded. */
  path: readonly string[]
  now: Date
  /** An instant in the company's zone. */
  time: (instant: string | undefined) => string | undefined
  /** A path of ours with the company kept, where there are several. */
  link: (path: string, query?: Record<string, string>) => string
}

/** Undefined where there is no such thing. */
export type MakePage = (asked: Asked) => Promise<Page | undefined>
