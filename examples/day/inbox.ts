import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The morning's post: copies of the sample's files in a folder of this day, as partners would drop them. Files that lie there stay. */
export function deliverPost(from: string, to: string): string[] {
  mkdirSync(to, { recursive: true })
  const names = readdirSync(from).filter((name) => !name.startsWith('.') && statSync(join(from, name)).isFile()).sort()
  for (const name of names) {
    if (existsSync(join(to, name))) continue
    // under its name only when it is whole: a poll may run at any moment
    copyFileSync(join(from, name), join(to, `.${name}.part`))
    renameSync(join(to, `.${name}.part`), join(to, name))
  }
  return names
}
