import { en } from './en'
import { type Texts } from './texts'
import { zh } from './zh/zh'

/** Every language that is spoken, by its code. Another one is another table. */
export const LANGUAGES: Readonly<Record<'en' | 'zh', Texts>> = { en, zh }

/** The texts of a language, English where none is asked for. Throws where there is no such language. */
export function textsIn(language: string | undefined): Texts {
  const code = (language ?? '').trim().toLowerCase()
  if (code === '') return en
  const texts = Object.hasOwn(LANGUAGES, code) ? LANGUAGES[code as keyof typeof LANGUAGES] : undefined
  if (!texts) throw new Error(`There is no language ${language}: --lang (or ORDER_TO_CASH_LANG) is one of ${Object.keys(LANGUAGES).join(', ')}.`)
  return texts
}
