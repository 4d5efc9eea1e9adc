/** The one style sheet: light and dark by the reader's setting, from 360 px up. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #ffffff; --text: #1b2330; --quiet: #5b6675; --line: #dfe3e9; --accent: #0b5cad; --edge: #b3bfce;
  --good: #12694a; --good-ground: #dff3ea; --warn: #8a4b00; --warn-ground: #fdeed8; --bad: #a11c2b; --bad-ground: #fbe3e5; --plain-ground: #e8edf4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161c; --card: #1a2029; --text: #e7ebf1; --quiet: #9ba7b6; --line: #2d3541; --accent: #7db8f5; --edge: #56667b;
    --good: #7fd6b0; --good-ground: #14382b; --warn: #f2be7b; --warn-ground: #40290b; --bad: #f59aa4; --bad-ground: #46171d; --plain-ground: #293340;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", sans-serif; }
a { color: var(--accent); text-underline-offset: 2px; }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 8px; top: 8px; background: var(--card); padding: 6px 10px; z-index: 1; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 24px; padding: 10px max(16px, calc((100vw - 1180px) / 2)); background: var(--card); border-bottom: 1px solid var(--line); }
.product { font-weight: 650; }
nav { display: flex; gap: 2px; }
nav a { padding: 6px 10px; border-radius: 6px; color: var(--quiet); text-decoration: none; }
nav a:hover { background: var(--plain-ground); }
nav a[aria-current] { color: var(--text); background: var(--plain-ground); font-weight: 600; }
.companies, .zone { margin-left: auto; }
.companies + .zone { margin-left: 0; }
.zone { color: var(--quiet); font-size: 12.5px; }
main { max-width: 1212px; margin: 0 auto; padding: 20px 16px 48px; }
h1 { margin: 0 0 14px; font-size: 24px; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 0 0 10px; font-size: 15px; font-weight: 650; }
section, form, main > dl { margin: 0 0 18px; padding: 16px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.columns { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 0 18px; align-items: start; }
.scroll { overflow-x: auto; margin: 0 -16px; padding: 0 16px; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th { padding: 4px 14px 6px 0; text-align: left; font-weight: 600; font-size: 12.5px; color: var(--quiet); white-space: nowrap; border-bottom: 1px solid var(--line); }
td { padding: 8px 14px 8px 0; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
.whole { white-space: nowrap; }
.long { overflow-wrap: anywhere; }
tr:last-child td { border-bottom: 0; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.time { font-variant-numeric: tabular-nums; white-space: nowrap; }
.quiet, .note { color: var(--quiet); }
.note { font-size: 13px; }
.empty { margin: 0; color: var(--quiet); }
code { font: 12.5px/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.id { color: var(--quiet); font-size: 12px; }
.pill { display: inline-block; padding: 1px 9px; border-radius: 999px; font-size: 12.5px; font-weight: 600; white-space: nowrap; background: var(--plain-ground); }
.pill.good { color: var(--good); background: var(--good-ground); }
.pill.warn { color: var(--warn); background: var(--warn-ground); }
.pill.bad { color: var(--bad); background: var(--bad-ground); }
.pill.quiet { color: var(--quiet); }
.health { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 0 0 18px; padding: 10px 16px; border-radius: 10px; color: var(--good); background: var(--good-ground); }
.health.attention { color: var(--warn); background: var(--warn-ground); }
.health.down { color: var(--bad); background: var(--bad-ground); }
.stages { display: grid; grid-template-columns: repeat(auto-fit, minmax(104px, 1fr)); gap: 8px; margin: 0; padding: 0; list-style: none; }
.stages.beside { margin-top: 8px; grid-template-columns: repeat(3, minmax(0, 1fr)); max-width: 480px; }
.stages li { border: 1px solid var(--line); border-radius: 8px; font-size: 13px; line-height: 1.3; }
.stages li.zero, .stages a { display: block; height: 100%; padding: 8px 10px; }
.stages li.zero { color: var(--quiet); border-style: dashed; }
.stages a { color: inherit; text-decoration: none; border-radius: 8px; }
.stages a:hover { background: var(--plain-ground); }
.stages .count { display: block; font-size: 22px; font-weight: 650; font-variant-numeric: tabular-nums; }
.stages .zero .count { font-weight: 400; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); gap: 12px 20px; margin: 0; }
dt { font-size: 12.5px; color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
form { display: flex; flex-wrap: wrap; gap: 12px; align-items: end; }
label { display: grid; gap: 4px; flex: 1 1 220px; font-size: 12.5px; color: var(--quiet); }
input, select, button { min-height: 40px; padding: 6px 10px; border: 1px solid var(--line); border-radius: 7px; font: inherit; font-size: 16px; color: var(--text); background: var(--ground); }
button { padding: 6px 18px; font-weight: 600; color: var(--card); background: var(--accent); border-color: var(--accent); cursor: pointer; }
.pages { display: flex; gap: 16px; }
h3 { margin: 0 0 8px; font-size: 14px; }
.about { margin: -6px 0 12px; font-size: 13.5px; }
.map svg { display: block; width: 100%; height: auto; overflow: visible; font-size: 12.5px; }
.map .tall { display: none; }
.map text { fill: var(--text); }
.map .name { font-size: 14.5px; font-weight: 650; }
.map .big { font-size: 18px; font-weight: 650; font-variant-numeric: tabular-nums; }
.map .figure { font-size: 30px; font-weight: 650; font-variant-numeric: tabular-nums; }
.map .small { font-size: 11.5px; fill: var(--quiet); }
.map .plain { font-weight: 400; font-size: 12.5px; }
.map .quiet { fill: var(--quiet); } .map .warn { fill: var(--warn); } .map .bad { fill: var(--bad); } .map .good { fill: var(--good); }
.map .state { font-weight: 600; }
.map .arrow { fill: var(--accent); font-weight: 650; }
.map .count { font-size: 13px; font-weight: 650; font-variant-numeric: tabular-nums; paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; }
.map .card { fill: var(--ground); stroke: var(--line); }
.map .card.hub { fill: var(--card); stroke: var(--accent); stroke-width: 1.5; }
.map .card.attention { stroke: var(--warn); } .map .card.broken { stroke: var(--bad); fill: var(--bad-ground); } .map .card.idle { stroke-dasharray: 4 4; }
.map a { color: inherit; text-decoration: none; }
.map a:hover .card { stroke: var(--accent); }
.map a:focus-visible { outline: none; } .map a:focus-visible .card { stroke: var(--accent); stroke-width: 3; }
.map .edge { fill: none; stroke: var(--edge); }
.map .edge.idle { stroke-dasharray: 3 5; }
.map .edge.broken { stroke: var(--bad); stroke-dasharray: 2 5; }
.map .edge.moving { stroke: var(--accent); stroke-dasharray: 8 6; animation: flow 1s linear infinite; }
.map .tip { fill: var(--edge); } .map .tip.broken { fill: var(--bad); } .map .tip.moving { fill: var(--accent); }
.map .bars rect { fill: var(--accent); opacity: .75; }
.map .bars .axis { stroke: var(--line); }
@keyframes flow { to { stroke-dashoffset: -14; } }
@media (prefers-reduced-motion: reduce) { .map .edge.moving { animation: none; } }
details { margin-top: 14px; }
summary { cursor: pointer; color: var(--accent); font-size: 13.5px; }
details[open] summary { margin-bottom: 10px; }
.exchange { margin-top: 6px; }
.exchange pre { margin: 0 0 10px; max-height: 320px; overflow: auto; white-space: pre-wrap; }
.lead { margin: 0 0 10px; font-size: 16px; max-width: 75ch; overflow-wrap: anywhere; }
.filters { display: grid; gap: 8px; padding-block: 12px; }
.filters div { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; font-size: 13.5px; }
.filters .quiet { min-width: 72px; }
.chip { padding: 4px 11px; border: 1px solid var(--line); border-radius: 999px; color: var(--text); text-decoration: none; }
.chip:hover { background: var(--plain-ground); }
.chip[aria-current] { color: var(--card); background: var(--accent); border-color: var(--accent); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(240px, 1fr)); gap: 12px; }
.cards article { padding: 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--ground); font-size: 13.5px; }
.cards p { margin: 0 0 2px; overflow-wrap: anywhere; }
.record { padding: 0 0 8px; margin: 0 0 8px; border-bottom: 1px solid var(--line); }
.cards .note { font-size: 12.5px; }
.cards .sent { margin: 0; } .cards .fault { margin-top: 6px; }
mark { padding: 0 5px; border-radius: 4px; color: var(--warn); background: var(--warn-ground); font-weight: 600; }
.lanes ol { margin: 0; padding: 0; list-style: none; }
.lanes { --lane: 62px; }
.gutter { flex: none; width: calc(var(--lane) * var(--n)); }
.n1 { --n: 1; } .n2 { --n: 2; } .n3 { --n: 3; } .n4 { --n: 4; } .n5 { --n: 5; } .n6 { --n: 6; } .n7 { --n: 7; } .n8 { --n: 8; } .n9 { --n: 9; }
.n7, .n8, .n9 { --lane: 46px; }
.lanehead { border-bottom: 1px solid var(--line); padding-bottom: 6px; }
.lanehead .gutter { display: flex; }
.lanehead .gutter span { flex: 1 1 0; min-width: 0; text-align: center; font-size: 12px; color: var(--quiet); }
.lanehead b { display: inline-block; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 600; vertical-align: bottom; }
.lanes li { position: relative; display: flex; gap: 14px; min-height: 44px; }
.lanes li .gutter { position: relative; }
.lanes li .gutter > svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
.lane { stroke: var(--line); stroke-width: 1.5; } .lane.us { stroke: var(--edge); stroke-width: 2.5; }
.go { stroke: var(--accent); stroke-width: 1.8; } .dot { fill: var(--accent); } .head { overflow: visible; } .head path { fill: var(--accent); }
.lanes .good .go { stroke: var(--good); } .lanes .good .dot, .lanes .good .head path { fill: var(--good); }
.lanes .warn .go { stroke: var(--warn); } .lanes .warn .dot, .lanes .warn .head path { fill: var(--warn); }
.lanes .bad .go { stroke: var(--bad); } .lanes .bad .dot, .lanes .bad .head path { fill: var(--bad); }
.what { flex: 1; min-width: 0; padding: 4px 0 10px; font-size: 14px; overflow-wrap: anywhere; }
.what p { margin: 0; }
.lanes .good p { color: var(--good); } .lanes .warn p { color: var(--warn); } .lanes .bad p { color: var(--bad); }
.what .time, .route { font-size: 12.5px; color: var(--quiet); } .route { margin-left: 6px; }
.who { font-size: 12.5px; font-weight: 600; }
.lanes .day { position: absolute; right: 0; top: 4px; font-size: 12px; color: var(--quiet); background: var(--card); padding-left: 6px; }
section ul { margin: 0; padding-left: 18px; }
section ul.stages { padding: 0; }
@media (max-width: 860px) { .map .wide { display: none; } .map .tall { display: block; max-width: 520px; margin: 0 auto; } .columns { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 640px) {
  main { padding: 14px 10px 40px; }
  header { padding: 8px 10px; }
  section, form, main > dl { padding: 12px; margin-bottom: 12px; }
  .scroll { margin: 0 -12px; padding: 0 12px; }
  .minor { display: none; }
  .stages { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .stages a, .stages li.zero { padding: 7px 8px; font-size: 12px; }
  td, th { padding-right: 10px; }
  .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stack, .stack tbody { display: block; }
  .stack tr { display: flex; flex-wrap: wrap; align-items: baseline; gap: 3px 12px; padding: 9px 0; border-bottom: 1px solid var(--line); }
  .stack tr:first-child { padding-top: 0; }
  .stack tr:last-child { border-bottom: 0; padding-bottom: 0; }
  .stack td { display: block; padding: 0; border: 0; }
  .stack td.minor { display: none; }
  .stack td.number { margin-left: auto; }
  .stack td.broad { flex-basis: 100%; }
  .lanes { --lane: 25px; } .n7, .n8, .n9 { --lane: 19px; }
  .lanes li { gap: 10px; }
  .lanehead { padding-top: 46px; }
  .lanehead .gutter span { text-align: left; }
  .lanehead b { display: block; width: 64px; max-width: none; margin-left: 50%; transform: rotate(-50deg); transform-origin: left bottom; }
  .route { display: none; }
  .filters .quiet { min-width: 100%; }
  .cards { grid-template-columns: minmax(0, 1fr); }
  dl { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
`
