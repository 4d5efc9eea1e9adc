/** The tag as the engine's one copy of that text: comparing two such is comparing addresses, and tags are compared millions of times. */
export function interned(tag: string): string {
  return Object.keys({ [tag]: true })[0]!
}

const tags = new Map<number, string>()

/** The interned tag of two or three bytes packed into a number. */
export function tagOf(packed: number): string {
  const tag = tags.get(packed)
  if (tag !== undefined) return tag
  const made = interned(String.fromCharCode(...[packed >> 16, (packed >> 8) & 255, packed & 255].filter((byte) => byte > 0)).trim())
  // a hostile file can have any number of tags
  if (tags.size < 10_000) tags.set(packed, made)
  return made
}
