/** Light and dark by the reader's setting; always light on paper. No font, image or script comes from elsewhere. */
export const reportStyle = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5d6979; --faint: #e3e7ec; --paper: #ffffff; --panel: #f6f8fa;
  --main: #1f5fa8; --ahead: #c4570c; --up: #1a7f4b; --down: #b3261e; --mid: #9a6b00 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa6b5; --faint: #2c3440; --paper: #12161c;
  --panel: #1a2028; --main: #6aa9ee; --ahead: #f0934e; --up: #57c48d; --down: #f28b82; --mid: #e0b050 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif }
main { max-width: 1060px; margin: 0 auto; padding: 40px 24px 56px }
h1 { font-size: 30px; line-height: 1.2; letter-spacing: -0.01em; margin: 0 0 6px }
h2 { font-size: 19px; margin: 44px 0 4px }
p { margin: 0 0 12px } .sub { color: var(--soft); margin: 0 0 4px } .hint { color: var(--soft); font-size: 14px; margin: 0 0 12px }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 12px; margin: 26px 0 30px }
.tile { background: var(--panel); border-radius: 8px; padding: 14px 16px }
.tile b { display: block; font-size: 25px; line-height: 1.3; font-weight: 650 }
.tile span { color: var(--soft); font-size: 14px; display: block }
ol.findings { list-style: none; padding: 0; margin: 12px 0 0; display: grid; gap: 14px }
ol.findings li { border-left: 3px solid var(--main); padding-left: 14px } ol.findings b { display: block }
svg { display: block; width: 100%; height: auto; overflow: visible }
svg text { font: 12.5px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; fill: var(--ink) }
svg text.axis { fill: var(--soft) } svg text.small { font-size: 11px } svg text.strong { fill: var(--ahead); font-weight: 600 }
svg text.note { font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round } svg text.label { font-size: 14px }
path { fill: none; stroke-linejoin: round } .grid, .tick, .zero { stroke: var(--faint) } .zero { stroke: var(--soft) }
.history { stroke: var(--main); stroke-width: 1.8 } .trend { stroke: var(--soft); stroke-width: 1.4; stroke-dasharray: 6 4 }
.forecast { stroke: var(--ahead); stroke-width: 2 } .change { stroke: var(--soft); stroke-opacity: 0.5 } .now { stroke: var(--soft); stroke-dasharray: 2 3 }
.band80 { fill: var(--ahead); fill-opacity: 0.3 } .band95 { fill: var(--ahead); fill-opacity: 0.16 }
.leader { stroke: var(--down) } .unusual { fill: var(--paper); stroke: var(--down); stroke-width: 2 } .gain { fill: var(--main) } .loss { fill: var(--down) }
.key { display: flex; flex-wrap: wrap; gap: 4px 20px; color: var(--soft); font-size: 14px; margin: 6px 0 0 }
.key i { display: inline-block; width: 22px; height: 0; border-top: 2px solid var(--main); vertical-align: middle; margin-right: 6px }
.key .k-trend { border-top: 2px dashed var(--soft) } .key .k-forecast { border-color: var(--ahead) }
.key .k-80, .key .k-95 { height: 10px; border: 0; background: var(--ahead); opacity: 0.42 } .key .k-95 { opacity: 0.18 }
.multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(270px, 1fr)); gap: 22px 24px; margin-top: 14px }
figure { margin: 0; min-width: 0; break-inside: avoid }
figcaption { display: flex; justify-content: space-between; gap: 8px; font-size: 14px; font-weight: 600; margin-bottom: 2px }
figcaption span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.up { color: var(--up) } .down { color: var(--down) }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: 13.5px; margin-top: 8px; font-variant-numeric: tabular-nums }
th, td { text-align: right; padding: 7px 6px; border-bottom: 1px solid var(--faint); vertical-align: top }
th:first-child { text-align: left; min-width: 140px } thead th { color: var(--soft); font-weight: 600; vertical-align: bottom }
tbody th { font-weight: 500 } tfoot th, tfoot td { font-weight: 650; border-bottom: 0 }
td small { display: block; color: var(--soft); font-size: 12px; font-weight: 400; white-space: nowrap }
.level { padding: 1px 7px; border-radius: 9px; background: var(--panel); font-weight: 600 }
.high { color: var(--up) } .moderate { color: var(--mid) } .low { color: var(--down) }
.notes ul { padding-left: 20px; margin: 8px 0 } .notes li { margin-bottom: 5px; font-size: 14.5px }
code { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--panel); padding: 1px 4px; border-radius: 4px }
footer { margin-top: 44px; padding-top: 12px; border-top: 1px solid var(--faint); color: var(--soft); font-size: 14px }
@media print { :root { color-scheme: light; --ink: #000; --soft: #444; --faint: #ccc; --paper: #fff; --panel: #f3f3f3;
  --main: #1f5fa8; --ahead: #c4570c; --up: #1a7f4b; --down: #b3261e; --mid: #9a6b00 }
  main { max-width: none; padding: 0 } .tiles { grid-template-columns: repeat(4, minmax(0, 1fr)) } .tile { padding: 10px 12px } .tile b { font-size: 17px } code { font-size: 9.5px } h2 { break-after: avoid } section.plot, tr, li { break-inside: avoid } .hint { break-after: avoid }
  .hint, .key, .sub, figcaption, .tile span, .notes li { font-size: 11px } h2 { margin-top: 28px }
  table { font-size: 10px } td small { font-size: 9px } th, td { padding: 5px 4px } th:first-child { min-width: 100px }
  body { font-size: 12.5px; print-color-adjust: exact; -webkit-print-color-adjust: exact } .multiples { grid-template-columns: repeat(3, minmax(0, 1fr)) } }
`
