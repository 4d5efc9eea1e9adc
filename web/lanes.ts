import { type Content, html, type Html } from './html'
import { type Moment, PARTNER, US } from './timeline'
import { type Asked } from './request'

/**
 * Moments from top to bottom beside one line for each who had a part in it, with an arrow from whom to whom. The places are in per cent of a column
 * that the style sheet makes as wide as the screen allows, so that no picture is drawn twice.
 */
export function lanes(moments: readonly Moment[], { texts, time }: Asked): Html {
  const words = texts.order
  const seen = new Set(moments.flatMap(({ from, to }) => [from, to]))
  const names = [...[PARTNER, US].filter((name) => seen.has(name) || name === US), ...[...seen].filter((name) => name !== PARTNER && name !== US).sort()]
  const named = (name: string): string => (name === PARTNER ? words.partner : name === US ? words.us : name)
  const at = (name: string): number => ((names.indexOf(name) + 0.5) / names.length) * 100
  const lines = names.map((name) => html`<line class="lane ${name === US ? 'us' : ''}" x1="${at(name)}%" x2="${at(name)}%" y1="0" y2="100%"/>`)
  let day = ''
  return html`<div class="lanes n${Math.min(names.length, 9)}"><div class="lanehead" aria-hidden="true"><span class="gutter">${names.map((name) => html`<span><b>${named(name)}</b></span>`)}</span></div>
<ol>${moments.map((moment) => {
    const instant = time(moment.at)!
    const fresh = instant.slice(0, 10) !== day
    day = instant.slice(0, 10)
    return html`<li class="${moment.tone}">${fresh && html`<span class="day">${day}</span>`}<span class="gutter" aria-hidden="true"><svg>${lines}${drawn(moment, at)}</svg></span>
<div class="what"><span class="time">${instant.slice(11)}</span>${route(moment, named, words.from)}${moment.by !== undefined && html` <span class="who">${words.by(moment.by)}</span>`}<p>${moment.text}</p></div></li>`
  })}</ol></div>`
}

/** From whom to whom, for those who see no picture. */
function route({ from, to }: Moment, named: (name: string) => string, between: (from: string, to: string) => string): Content {
  return from !== to && html` <span class="route">${between(named(from), named(to))}</span>`
}

const Y = 15

function drawn({ from, to }: Moment, at: (name: string) => number): Content {
  if (from === to) return html`<circle class="dot" cx="${at(from)}%" cy="${Y}" r="5"/>`
  const right = at(to) > at(from)
  return html`<line class="go" x1="${at(from)}%" x2="${at(to)}%" y1="${Y}" y2="${Y}"/><circle class="dot" cx="${at(from)}%" cy="${Y}" r="3.5"/>
<svg class="head" x="${at(to)}%" y="${Y}"><path d="M0 0l${right ? -8 : 8} -5v10z"/></svg>`
}
