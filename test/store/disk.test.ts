import { refuseNetwork } from '../../store/sqlite/disk'

test('an SQLite store is refused on a network file system, also where its folder is not made yet', () => {
  expect(() => refuseNetwork('/no/such/folder/store.db', () => 0x6969)).toThrow('/no/such/folder/store.db lies on a network file system (NFS)')
  expect(() => refuseNetwork('/store.db', () => 0xfe534d42 - 2 ** 32)).toThrow('(SMB)')
  const asked: string[] = []
  refuseNetwork('/no/such/folder/store.db', (path) => { asked.push(path); return 0xef53 })
  expect(asked).toEqual(['/'])
})
