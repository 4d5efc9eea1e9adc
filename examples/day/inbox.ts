import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The files of an inbox, by name. Throws with what to do where it is no folder. */
export function filesOf(dir: string): { files: string[]; skipped: string[] } {
  if (!existsSync(dir) || !statSync(dir).isDirectory()) throw new Error(`There is no folder ${dir} to take orders from. Give another: npm start -- --inbox DIR`)
  const names = readdirSync(dir).filter((name) => !name.startsWith('.')).sort()
  const isFile = (name: string): boolean => statSync(join(dir, name), { throwIfNoEntry: false })?.isFile() ?? false
  return { files: names.filter(isFile), skipped: names.filter((name) => !isFile(name)) }
}

/** The morning's post: copies of the inbox's files in a folder of this day, as partners would drop them. What lies there stays. */
export function deliverPost(from: string, to: string): { files: string[]; skipped: string[] } {
  mkdirSync(to, { recursive: true })
  const found = filesOf(from)
  for (const name of found.files) {
    if (existsSync(join(to, name))) continue
    // under its name only when it is whole: a poll may run at any moment
    copyFileSync(join(from, name), join(to, `.${name}.part`))
    renameSync(join(to, `.${name}.part`), join(to, name))
  }
  return found
}
