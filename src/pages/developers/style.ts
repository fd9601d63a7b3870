/** The one stylesheet of the pages. Every colour on its ground has a contrast of at least 4.5 to 1. */
export const stylesheet = `
:root { color-scheme: light; --ink: #1c2430; --soft: #4c5666; --line: #c9d0da; --ground: #f4f6f9; --accent: #0b57a4; --bad: #a3141f; --good: #15602f; }
* { box-sizing: border-box; }
html { font-size: 106.25%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid #e08a00; outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: #fff; padding: .5rem 1rem; z-index: 1; }
header { background: #fff; border-bottom: 1px solid var(--line); }
header > div, main { max-width: 46rem; margin: 0 auto; padding: 1rem 1.25rem; }
header > div { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; justify-content: space-between; }
header p { margin: 0; }
header .brand { font-weight: 700; color: var(--ink); text-decoration: none; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: center; }
main { padding-top: 1.5rem; padding-bottom: 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0 0 .75rem; }
section, .card { background: #fff; border: 1px solid var(--line); border-radius: .5rem; padding: 1.25rem; margin: 0 0 1.25rem; }
section > :last-child, .card > :last-child, .note > :last-child { margin-bottom: 0; }
p, ul, ol, dl { margin: 0 0 1rem; }
ol, ul { padding-left: 1.4rem; }
.field { margin: 0 0 1.1rem; }
label { display: block; font-weight: 600; }
.hint { color: var(--soft); margin: 0; font-size: .95rem; }
.wrong { color: var(--bad); font-weight: 600; margin: .1rem 0 0; }
input[type="text"], input[type="email"] { width: 100%; max-width: 28rem; margin-top: .3rem; padding: .5rem .65rem; font: inherit; color: inherit;
  background: #fff; border: 1px solid #6b7686; border-radius: .3rem; }
input[aria-invalid="true"] { border: 2px solid var(--bad); }
button, .button { font: inherit; font-weight: 600; padding: .5rem 1.1rem; border: 1px solid var(--accent); border-radius: .3rem; background: var(--accent);
  color: #fff; cursor: pointer; text-decoration: none; display: inline-block; }
button:hover, .button:hover { background: #084582; }
button.quiet { background: #fff; color: var(--accent); }
button.quiet:hover { background: #eaf1f9; }
button.danger { background: #fff; color: var(--bad); border-color: var(--bad); }
button.danger:hover { background: #fbeced; }
nav form { margin: 0; }
nav button { border: 0; background: none; color: var(--accent); font-weight: 400; padding: 0; text-decoration: underline; }
nav button:hover { background: none; }
.note { border: 1px solid var(--line); border-left: .35rem solid var(--accent); background: #fff; border-radius: .3rem; padding: .9rem 1.1rem; margin: 0 0 1.25rem; }
.note.bad { border-left-color: var(--bad); }
.note.good { border-left-color: var(--good); }
.note h2 { margin-bottom: .4rem; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace; font-size: .92em; }
pre { background: #f4f6f9; border: 1px solid var(--line); border-radius: .3rem; padding: .75rem .9rem; margin: 0 0 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.key { display: block; user-select: all; overflow-wrap: anywhere; background: #f4f6f9; border: 1px solid var(--line); border-radius: .3rem; padding: .6rem .75rem; margin: 0 0 1rem; }
.break { overflow-wrap: anywhere; }
.actions { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; align-items: flex-start; }
.actions form { margin: 0; }
summary { cursor: pointer; color: var(--accent); padding: .3rem 0; }
time span { white-space: nowrap; }
details > form { margin: .5rem 0 0; }
.keys { list-style: none; padding: 0; }
.keys > li { border-top: 1px solid var(--line); padding: 1rem 0 0; margin: 1rem 0 0; }
.keys > li:first-child { border: 0; padding: 0; margin: 0; }
table { border-collapse: collapse; width: 100%; margin: 0 0 1rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .4rem; }
th, td { text-align: left; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; padding-right: 0; }
.figures { display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; }
.figures div { margin: 0; }
.figures dt { color: var(--soft); }
.figures dd { margin: 0; font-size: 1.35rem; font-weight: 700; }
@media (max-width: 30rem) { h1 { font-size: 1.45rem; } section, .card { padding: 1rem; } }
`;
