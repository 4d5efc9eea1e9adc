/** An element of a document: names are local, and nothing in it is keyed by a name from outside but Maps. */
export interface XmlElement {
  readonly name: string
  readonly namespace: string
  /** By local name; of a namespace of their own by `prefix:name`. Values stay text. */
  readonly attributes: ReadonlyMap<string, string>
  /** Its own text, CDATA included, as it stands. */
  text: string
  readonly children: XmlElement[]
  readonly parent: XmlElement | undefined
  /** Where it begins, both from 1. */
  readonly line: number
  readonly column: number
  /** Byte of the file, where the document is a flat file. */
  readonly offset?: number
  /** Was it read into a field? What was not is told in `extra`. */
  taken: boolean
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  if (element) for (const child of element.children) if (child.name === name) return child
  return undefined
}

/** The first element down the path of child names. */
export function at(element: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  let found = element
  for (const name of path) found = childOf(found, name)
  return found
}

/** Every child of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? []
}

/** Longer texts (embedded files) are no field that got lost. */
const LONGEST = 1000
/** So many texts are kept of what no field takes. */
const MOST = 200

/** The texts below an element that were read into no field, by the path of their names; undefined where there are none. */
export function extraOf(root: XmlElement): Record<string, string[]> | undefined {
  const found = new Map<string, string[]>()
  let count = 0
  const look = (element: XmlElement, path: string): void => {
    for (const child of element.children) {
      const here = path === '' ? child.name : `${path}.${child.name}`
      const text = child.taken ? '' : child.text.trim()
      if (text !== '' && text.length <= LONGEST && count < MOST) {
        count++
        const texts = found.get(here)
        if (texts) texts.push(text)
        else found.set(here, [text])
      }
      look(child, here)
    }
  }
  look(root, '')
  // fromEntries and no assignment: an element may be called __proto__
  return found.size > 0 ? Object.fromEntries(found) : undefined
}
