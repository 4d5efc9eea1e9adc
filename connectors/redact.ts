const SHOWN = '•••'
const PATTERNS: readonly [RegExp, string][] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${SHOWN}`],
  [/\b(token)\s+(?=\S*\d)[\w.~+/=-]{6,}/gi, `$1 ${SHOWN}`],
  [/(\/\/)[^/\s:@]+:[^/\s@]+@/g, `$1${SHOWN}@`],
  [/\b((?:access_|refresh_|id_)?token|api[_-]?key|secret|password|passwd|pwd|signature|authorization)(["']?\s*[=:]\s*["']?)[^\s&"',;]{3,}/gi, `$1$2${SHOWN}`],
]

/** Makes a function that takes the given secrets, in any form they travel in, and whatever looks like one out of a text. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.filter((secret) => secret.length > 0).flatMap(formsOf).sort((a, b) => b.length - a.length)
  return (text) => {
    const known = forms.reduce((clean, form) => clean.replaceAll(form, SHOWN), text)
    return PATTERNS.reduce((clean, [pattern, by]) => clean.replace(pattern, by), known)
  }
}

function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64')
  return [...new Set([secret, encodeURIComponent(secret), base64, base64.replace(/=+$/, ''), Buffer.from(secret).toString('base64url'), JSON.stringify(secret).slice(1, -1)])]
}
