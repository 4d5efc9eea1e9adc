/** Markup that is safe to send: made only by {@link html}. */
export class Html {
  constructor(private readonly markup: string) {}
  toString(): string {
    return this.markup
  }
}

export type Content = Html | string | number | false | undefined | null | readonly Content[]

/** A template whose values are escaped unless they are Html themselves; lists are joined, absent values leave nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.reduce((markup, part, index) => markup + render(values[index - 1]) + part))
}

function render(value: Content): string {
  if (value === undefined || value === null || value === false) return ''
  if (value instanceof Html) return value.toString()
  if (typeof value === 'object') return value.map(render).join('')
  return escape(String(value))
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' }

/** For text and quoted attributes; characters that HTML does not allow, or that turn the direction of writing around, become `\uFFFD`. */
const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character]!).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD')
