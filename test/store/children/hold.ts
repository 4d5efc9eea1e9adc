import { DatabaseSync } from 'node:sqlite'

/** Holds the write lock of an SQLite file. usage: FILE MS */
const [file, ms] = process.argv.slice(2)
const db = new DatabaseSync(file!, { timeout: 5000 })
db.exec('BEGIN IMMEDIATE')
console.log('held')
setTimeout(() => {
  db.exec('COMMIT')
  db.close()
}, Number(ms))
