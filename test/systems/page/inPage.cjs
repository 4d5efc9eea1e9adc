/* Runs in the browser, put there by page.test.ts. */
globalThis.inPage = {
  shape: () => ({
    over: document.documentElement.scrollWidth - innerWidth, headings: document.querySelectorAll('h1').length, lang: document.documentElement.lang,
    unnamed: [...document.querySelectorAll('a, button, input:not([type=hidden]), select')].filter((one) => !(one.textContent?.trim() || one.getAttribute('aria-label') || one.closest('label'))).length,
  }),
  focused: () => document.activeElement?.getAttribute('aria-label') ?? '',
  toLanes: () => { scrollTo(0, document.querySelector('.lanes').getBoundingClientRect().top + scrollY - 60) },
  /** Texts whose colour is too near to what they stand on. */
  tooFaint() {
    const parts = (colour) => (/rgba?\(([^)]*)\)/.exec(colour)?.[1] ?? '0,0,0,0').split(/[,/]/).map(Number)
    const light = (colour) => {
      const [r, g, b] = parts(colour).map((part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4))
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    return [...document.querySelectorAll('main *, header *')].flatMap((element) => {
      const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent.trim()).join('')
      if (text === '' || element.getBoundingClientRect().width === 0 || element.closest('.hidden, .skip')) return []
      const inMap = element instanceof SVGElement
      const colour = inMap ? getComputedStyle(element).fill : getComputedStyle(element).color
      // on a card, or between the cards on what the map stands on
      const card = inMap && !element.matches('.count') ? element.closest('g')?.querySelector('rect.card') ?? element.closest('a')?.querySelector('rect.card') : undefined
      let ground = card ? getComputedStyle(card).fill : ''
      for (let up = element; !card && up && ground === ''; up = up.parentElement) if (parts(getComputedStyle(up).backgroundColor)[3] !== 0) ground = getComputedStyle(up).backgroundColor
      if (!ground.startsWith('rgb')) return []
      const [one, other] = [light(colour), light(ground)].sort((a, b) => b - a)
      const contrast = (one + 0.05) / (other + 0.05)
      return contrast < 4.5 ? [`${text.slice(0, 30)}: ${contrast.toFixed(2)} (${colour} on ${ground})`] : []
    })
  },
}
