/** The style sheet of the report: light and dark, paper, phone. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --text: #1a1d21; --muted: #59616b; --line: #d8dce1; --panel: #f4f5f7;
}
@media (prefers-color-scheme: dark) {
  :root { --page: #15181c; --text: #e4e7ea; --muted: #9aa3ad; --line: #343a41; --panel: #1e2227; }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  -webkit-text-size-adjust: 100%;
}
main { max-width: 45rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { margin: 0 0 1rem; font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { margin: 3rem 0 0.75rem; padding-top: 0.75rem; border-top: 1px solid var(--line); font-size: 1.2rem; }
h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
p { margin: 0 0 0.6rem; }
.summary p { overflow-wrap: anywhere; }
.summary p:first-child { font-size: 1.25rem; line-height: 1.4; }
figure { margin: 1rem 0 0; }
figcaption { margin-top: 0.75rem; }
figcaption, .note { color: var(--muted); font-size: 0.875rem; line-height: 1.5; }
.chart { display: block; max-width: 100%; height: auto; overflow: visible; }
.narrow { display: none; }
@media (max-width: 36rem) {
  main { padding: 1.5rem 1rem 3rem; }
  .wide { display: none; }
  .narrow { display: block; }
  .narrow .chart { width: 100%; max-width: 28rem; }
  .fields ul { grid-template-columns: repeat(4, 1fr); }
}
.fields { margin-top: 1.75rem; }
.fields figcaption {
  display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0.25rem 1rem;
  margin: 0; color: inherit;
}
.fields ul {
  display: grid; grid-template-columns: repeat(8, 1fr); gap: 0.6rem 0.5rem;
  margin: 0.6rem 0 0; padding: 0; list-style: none;
}
.fields li { font-size: 0.75rem; line-height: 1.3; text-align: center; color: var(--muted); }
.fields li img { display: block; width: 100%; margin-bottom: 0.2rem; border-radius: 3px; }
.fields img { image-rendering: pixelated; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.scale { display: inline-flex; align-items: center; gap: 0.4rem; font-size: 0.8rem; color: var(--muted); }
.scale img { width: 7rem; height: 0.7rem; border-radius: 2px; }
.scroll { overflow-x: auto; margin-bottom: 0.75rem; }
@media screen and (min-width: 68rem) { .scroll { margin-inline: -10rem; } }
table { border-collapse: collapse; min-width: 100%; font-size: 0.85rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.45rem 1.1rem 0.45rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
thead th { color: var(--muted); font-weight: 500; }
tbody th { font-weight: 600; }
th:last-child, td:last-child { padding-right: 0; }
.left { text-align: left; }
.right { text-align: right; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.25rem; margin: 0 0 1.25rem; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
summary { cursor: pointer; }
pre { margin: 0.75rem 0 0; padding: 1rem; overflow-x: auto; background: var(--panel); border-radius: 6px;
  font: 0.8rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
details.csv { margin-bottom: 0.75rem; font-size: 0.85rem; }
details.csv pre { max-height: 20rem; }
.tools { display: flex; gap: 0.5rem; margin: 0.6rem 0; }
button {
  font: inherit; font-size: 0.8rem; color: var(--muted); background: var(--panel); border: 1px solid var(--line);
  border-radius: 5px; padding: 0.15rem 0.6rem; cursor: pointer;
}
button:hover { color: var(--text); }
:focus-visible { outline: 2px solid #4a90d9; outline-offset: 2px; }
thead button {
  background: none; border: 0; padding: 0; color: inherit; font-size: inherit; font-weight: inherit; text-align: inherit;
}
th[aria-sort] button { color: var(--text); }
th[aria-sort="ascending"] button::after { content: " ↑"; }
th[aria-sort="descending"] button::after { content: " ↓"; }
#said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; margin: 0; }
@media print {
  .tools, details.csv { display: none; }
  :root { --page: #fff; --text: #000; --muted: #444; --line: #bbb; --panel: #fff; color-scheme: light; }
  main { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  .chart { break-inside: avoid; }
  .scroll { overflow: visible; }
  th, td { white-space: normal; }
  pre { white-space: pre-wrap; padding: 0; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
