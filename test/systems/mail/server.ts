import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ImapFlow } from 'imapflow'
import { freePort, isListening } from '../../../soak/children'

/** A Dovecot of our own, with an account `orders`. */
export interface MailServer {
  /** Of TLS and of clear text, which turns to TLS where it is asked to. */
  ports: { imaps: number; imap: number }
  /** The certificate for `localhost` that it shows, signed by itself. */
  certificate: string
  password: string
  /** Puts a mail into the inbox, as it comes from its sender. */
  deliver(mail: string | Buffer): Promise<void>
  /** Subjects of the mails in a folder; undefined where there is no such folder. */
  subjects(folder: string): Promise<string[] | undefined>
  close(): Promise<void>
}

/** Starts it; as root its mails belong to nobody, else to who runs it. Throws with what it said where it does not start. */
export async function startMailServer(): Promise<MailServer> {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-mail-'))
  const password = 'a password that no log may show'
  const ports = { imaps: await freePort(), imap: await freePort() }
  const certificate = join(folder, 'certificate.pem')
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', join(folder, 'key.pem'), '-out', certificate], { stdio: 'ignore' })
  for (const name of ['run', 'state', 'mail']) mkdirSync(join(folder, name), { mode: 0o777 })
  writeFileSync(join(folder, 'users'), `orders:{PLAIN}${password}::::::\n`)
  const isRoot = process.getuid?.() === 0
  if (isRoot) execFileSync('sh', ['-c', `chmod 755 ${folder} && chown -R nobody ${join(folder, 'mail')}`])
  writeFileSync(join(folder, 'dovecot.conf'), `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
instance_name = order-to-cash-tests
ssl = yes
ssl_cert = <${certificate}
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
first_valid_uid = 1
mail_location = maildir:${folder}/mail/%u
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${folder}/users
}
userdb {
  driver = static
  args = uid=${isRoot ? 'nobody' : process.getuid!()} gid=${isRoot ? 'nogroup' : process.getgid!()} home=${folder}/mail/%u
}
${isRoot ? '' : `default_internal_user = ${process.env.USER}\ndefault_login_user = ${process.env.USER}\n`}
service anvil { 
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
`)
  const child = spawn('dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' })
  let failed: Error | undefined
  child.once('error', (error) => { failed = error })
  for (let tries = 0; !await isListening(ports.imap); tries++) {
    if (failed || child.exitCode !== null || tries > 300) throw new Error(`Dovecot does not start (test/systems/mail/install.sh installs it): ${failed?.message ?? said(folder)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const asked = async <T>(work: (client: ImapFlow) => Promise<T>): Promise<T> => {
    const client = new ImapFlow({ host: '127.0.0.1', port: ports.imap, secure: false, auth: { user: 'orders', pass: password }, logger: false, tls: { rejectUnauthorized: false } })
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.logout()
    }
  }
  return {
    ports, certificate, password,
    deliver: (mail) => asked(async (client) => { await client.append('INBOX', mail) }),
    subjects: (name) => asked(async (client) => {
      if (!(await client.list()).some(({ path }) => path === name)) return undefined
      await client.mailboxOpen(name)
      return (await client.fetchAll('1:*', { envelope: true })).map(({ envelope }) => envelope?.subject ?? '')
    }),
    close: async () => {
      await ended(child)
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

const said = (folder: string): string => { try { return readFileSync(join(folder, 'log'), 'utf8').slice(-2000) } catch { return 'it says nothing' } }

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const end = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await end
}
