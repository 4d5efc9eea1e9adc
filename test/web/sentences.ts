import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const ROOT = join(__dirname, '..', '..')

/** Sentences for persons that the sources of these folders are made of, with `{}` for each value, by the file that says them. */
export function sentencesOf(folders: readonly string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const file of folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: ROOT }))) {
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node)) {
        const text = ts.isTemplateExpression(node) ? node.head.text + node.templateSpans.map((span) => `{}${span.literal.text}`).join('') : node.text
        if (isSentence(text) && !isThrown(node)) found.set(text, file)
        if (ts.isTemplateExpression(node)) node.templateSpans.forEach((span) => { visit(span.expression) })
        return
      }
      ts.forEachChild(node, visit)
    }
    visit(ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true))
  }
  return found
}

/** Words with a blank between them that end as sentences do. */
const isSentence = (text: string): boolean => /^[A-Z{"](?=[^]* )[^]*[.?!]$/.test(text) && /[a-z]{3}/.test(text) && !/^(SELECT|INSERT|UPDATE|CREATE) /.test(text)

/** Errors of the program are for who runs it, and stay English like its logs. */
const isThrown = (node: ts.Node): boolean => ts.isNewExpression(node.parent) && /Error|Failure|Fault|Refused|Exceeded/.test(node.parent.expression.getText())
