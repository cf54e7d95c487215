/** `/style.css`: light and dark, any width from 320 px, and paper. No colour says anything that a word or a mark does not. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --paper: #f7f7f4; --card: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d5d8dc; --link: #0a52a8;
  --good: #1a7f37; --bad: #c1121f; --warn: #8a5a00; --calm: #5b6470; --on: #ffffff; --tint: #eef1f4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #101418; --card: #181d23; --ink: #e6eaee; --soft: #a3adb8; --line: #343c45; --link: #7db5ff;
    --good: #4cc26a; --bad: #ff7b72; --warn: #e3b341; --calm: #98a3af; --on: #101418; --tint: #222931;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 0 1rem 3rem; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
p, h1, h2, h3, ul, dl, dd { margin: 0; padding: 0; }
ul { list-style: none; }
a { color: var(--link); }
a:focus-visible, input:focus-visible, button:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code { font: 0.9em ui-monospace, monospace; background: var(--tint); padding: 0.1em 0.3em; border-radius: 4px; }
header {
  display: flex; flex-wrap: wrap; gap: 0 1.25rem; align-items: baseline; padding: 0.75rem 0;
  border-bottom: 1px solid var(--line); font-size: 0.875rem; color: var(--soft);
}
header p:first-child { font-weight: 600; }
.who { flex: 1 1 16rem; }
.when { font-variant-numeric: tabular-nums; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 1.25rem 0 0.25rem; }
h1 span, h2 span { color: var(--soft); font-weight: 400; }
h2 { font-size: 1.125rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1rem; }
.title { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.75rem; }
.badge {
  display: inline-block; padding: 0.1rem 0.6rem; border-radius: 1rem; border: 1.5px solid currentColor;
  font-size: 0.875rem; font-weight: 600; white-space: nowrap;
}
.badge.ready, .badge.working { color: var(--good); }
.badge.notReady, .badge.stalled { color: var(--on); background: var(--bad); border-color: var(--bad); }
.badge.unknown, .badge.blocked { color: var(--warn); }
.badge.suspended, .badge.new { color: var(--calm); }
.summary, .settings, .is, .result, .next { color: var(--soft); }
.settings { font-size: 0.875rem; margin-top: 0.5rem; }
.notice, .lead {
  margin: 0.75rem 0; padding: 0.75rem 1rem; background: var(--card); border: 1px solid var(--line);
  border-left: 5px solid var(--calm); border-radius: 6px;
}
.lead p + p, .notice p + p { margin-top: 0.5rem; }
.lead.notReady, .lead.stalled { border-left-color: var(--bad); }
.lead.unknown, .lead.blocked { border-left-color: var(--warn); }
.lead.ready, .lead.working { border-left-color: var(--good); }
form { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin: 0.75rem 0; font-size: 0.875rem; }
input, button {
  font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: 6px;
  padding: 0.3rem 0.6rem; max-width: 100%;
}
.clusters > li, .members > li, .removals > li {
  background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 0.75rem 1rem; margin: 0.5rem 0;
}
.clusters > li { display: grid; grid-template-columns: 1fr auto; gap: 0.25rem 1rem; align-items: start; }
.clusters > .notReady, .clusters > .stalled { border-left: 5px solid var(--bad); }
.clusters > .unknown, .clusters > .blocked { border-left: 5px solid var(--warn); }
.clusters h2 { margin: 0; font-size: 1.0625rem; }
.clusters p, .clusters .glance { grid-column: 1 / -1; }
.glance { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1rem; margin: 0.25rem 0 0.75rem; }
.clusters .glance { margin: 0; }
.clusters .why { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 4; overflow: hidden; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; font-size: 0.875rem; color: var(--soft); }
.legend li { display: flex; align-items: center; gap: 0.4rem; }
.voters { max-width: 100%; height: auto; }
.lacking { color: var(--bad); }
time { white-space: nowrap; }
.next { font-variant-numeric: tabular-nums; }
.members { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 0.5rem; }
.members > li { grid-column: 1 / -1; margin: 0; display: grid; grid-template-columns: 44px 1fr; gap: 0.25rem 0.75rem; align-items: center; }
.members > .quiet { grid-column: auto; align-content: start; }
.members .verdict, .members .why { grid-column: 2; }
.members .verdict { font-weight: 600; }
.members .verdict time { font-weight: 400; color: var(--soft); }
.members > .blocked, .members > .doubtful { border-left: 5px solid var(--bad); }
.members > .waiting, .members > .removing { border-left: 5px solid var(--warn); }
.members b { font-variant-numeric: tabular-nums; }
svg circle, svg rect, svg path { fill: none; stroke: var(--calm); stroke-width: 2; }
svg .s { stroke-width: 3; stroke-linecap: round; stroke-linejoin: round; }
svg .live > :first-child, svg .leader > :first-child { fill: var(--good); stroke: var(--good); }
svg .doubtful > :first-child { fill: var(--warn); stroke: var(--warn); }
svg .live .s, svg .doubtful .s { stroke: var(--on); }
svg .leader .m { fill: var(--on); stroke: none; }
svg .dead > *, svg .blocked > * { stroke: var(--bad); }
svg .waiting > *, svg .removing > * { stroke: var(--warn); }
svg .waiting > :first-child, svg .removing > :first-child, svg .unknown > :first-child { stroke-dasharray: 4 3.5; }
svg .waiting .t { stroke-width: 4; }
dl > div { margin: 0.5rem 0; }
dt { font-weight: 600; }
dt time { font-weight: 400; color: var(--soft); }
dd { color: var(--ink); }
.facts, .reasons { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 0.25rem 1rem; }
.facts > div + div, .reasons > div + div { border-top: 1px solid var(--line); padding-top: 0.5rem; }
dt:target { background: var(--tint); outline: 3px solid var(--tint); }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); font-variant-numeric: tabular-nums; }
th, td { padding: 0.4rem 0.6rem; text-align: right; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
th:first-child { text-align: left; overflow-wrap: anywhere; }
th:first-child { min-width: 4rem; }
thead th, thead th:first-child { overflow-wrap: normal; font-size: 0.875rem; font-weight: 600; color: var(--soft); border-top: 0; }
tbody th { font-weight: 600; }
nav { display: flex; gap: 1rem; margin: 1rem 0; }
@media (max-width: 30rem) {
  .clusters > li { grid-template-columns: 1fr; }
  .badge { justify-self: start; }
  body { padding: 0 0.75rem 2rem; }
  .members .verdict, .members .why { grid-column: 1 / -1; }
  th, td { padding: 0.4rem 0.35rem; }
}
@media print {
  :root {
    --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #999; --link: #000;
    --good: #1a7f37; --bad: #c1121f; --warn: #8a5a00; --calm: #5b6470; --on: #fff; --tint: #fff;
  }
  form, nav, .when a { display: none; }
  li, dl > div, tr { break-inside: avoid; }
  svg, .badge { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

/** `/icon.svg`: three voters, one of them gone. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><g fill="#1a7f37"><circle cx="16" cy="8" r="6.5"/><circle cx="8" cy="23" r="6.5"/></g><circle cx="24" cy="23" r="5.5" fill="none" stroke="#c1121f" stroke-width="2" stroke-dasharray="4 2"/></svg>`;
