import { dirname, resolve } from 'node:path'
import { realFile } from './sqlite/connect'
import { type Store } from './store'

/** The file of an SQLite store, symbolic links resolved; undefined where the URL is of another kind. */
export function sqliteFile(url: string): string | undefined {
  return url.startsWith('sqlite:') ? realFile(url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '')) : undefined
}

/** The folder for what belongs to a store and lies outside of it: that of an SQLite file, else that in which the keys' folder is. */
export function folderOf({ url, keys }: Pick<Store, 'url' | 'keys'>): string {
  return dirname(sqliteFile(url) ?? resolve(keys.folder))
}
