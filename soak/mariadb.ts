import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Sets a MariaDB up in a folder; answers with the options that start `mariadbd` on it, at this port of 127.0.0.1. Its temporary tables are in that folder as well: a server that
 * starts removes all those that it finds in its own, and in /tmp they may be another server's, in the middle of a query or of its set-up.
 */
export function installMariadb(folder: string, port: number): string[] {
  const temporary = join(folder, 'temporary')
  mkdirSync(temporary)
  const place = ['--no-defaults', `--datadir=${join(folder, 'data')}`, `--tmpdir=${temporary}`, ...process.getuid?.() === 0 ? ['--user=root'] : []]
  execFileSync('mariadb-install-db', [...place, '--auth-root-authentication-method=normal', '--skip-test-db'], { stdio: ['ignore', 'ignore', 'inherit'] })
  return [...place, `--socket=${join(folder, 'socket')}`, `--pid-file=${join(folder, 'pid')}`, '--bind-address=127.0.0.1', `--port=${port}`]
}
