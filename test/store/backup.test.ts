import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { backUp } from '../../store/backup'
import { settings } from '../../store/models/documents'
import { openStore } from '../../store/open'
import { noteRestored, restoredFrom } from '../../store/restored'
import { insertMany } from '../../store/rows'
import { freshStore, onMariadb } from './open'

// a server has its own tools
;(onMariadb ? describe.skip : describe)('a backup', () => {
  test('that cannot be written leaves nothing behind, and says where it was to go and how much room it wants', async () => {
    const store = await freshStore()
    await expect(backUp(store, join(store.folder, 'away', 'copy.db'))).rejects.toThrow(/no backup was written to .*away\/copy\.db, and nothing is left of it: SQLITE_CANTOPEN.*has room for \d+ bytes/)
    // the folder's own name is taken where the copy is to be renamed to
    const name = join(store.folder, 'copy.db')
    const original = store.query.bind(store)
    const full = { ...store, query: (async (sql: string, params?: never[]) => {
      const rows = await original(sql, params)
      if (sql.startsWith('VACUUM')) mkdirSync(join(name, 'x'), { recursive: true })
      return rows
    }) as typeof store.query }
    await expect(backUp(full, name)).rejects.toThrow('nothing is left of it')
    expect(readdirSync(store.folder).filter((one) => one.endsWith('.tmp'))).toEqual([])
  })

  test('of a store that was itself put back and has not learned yet is as old as that one', async () => {
    const store = await freshStore()
    await store.write((tx) => noteRestored(tx, '2026-03-01T10:00:00.000Z'))
    const name = join(store.folder, 'copy.db')
    await backUp(store, name)
    const copy = await openStore(`sqlite:${name}`, { keys: store.keysFolder, environment: 'test' })
    expect(await restoredFrom(copy)).toBe('2026-03-01T10:00:00.000Z')
    await copy.close()
  })

  test('that is put beside the log of what was there before is not opened and spoilt, and it is said what to delete', async () => {
    const store = await freshStore()
    const name = join(store.folder, 'copy.db')
    await backUp(store, name)
    await store.write((tx) => insertMany(tx, settings, [{ name: 'later', value: 'x'.repeat(100_000) }]))
    const file = store.url.slice('sqlite:'.length)
    const place = join(store.folder, 'place.db')
    // as a process that was killed leaves it
    copyFileSync(`${file}-wal`, `${place}-wal`)
    copyFileSync(name, place)
    await expect(openStore(`sqlite:${place}`, { keys: store.keysFolder })).rejects.toThrow(`delete ${place}-wal and ${place}-shm`)
    writeFileSync(`${place}-wal`, '')
    const opened = await openStore(`sqlite:${place}`, { keys: store.keysFolder })
    await opened.close()
  })
})
