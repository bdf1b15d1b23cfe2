import { createHash } from 'node:crypto';
import { PAGE_STYLE } from './page-style.js';
import { studiesBehaviour } from './studies-behaviour.js';

const SCRIPT = `(${studiesBehaviour.toString()})();`;
const DIGEST = createHash('sha256').update(SCRIPT).digest('base64');
const POLICY = `default-src 'none'; connect-src 'self'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${DIGEST}'`;

/**
 * The page that shows the runs of a folder as they go: it asks its server for `studies.json` every
 * two seconds.
 */
export function studiesPage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<link rel="icon" href="data:,">
<title>crossprop: studies</title>
<style>${PAGE_STYLE}
article { border-top: 1px solid var(--line); padding: 1rem 0; }
article h2 { border: 0; margin: 0; padding: 0; font-size: 1.05rem; overflow-wrap: anywhere; }
article p { margin: 0.2rem 0; }
progress { width: 100%; accent-color: #0072B2; }
</style>
</head>
<body>
<main>
<h1>Studies</h1>
<p id="state" role="status">Reading the folder</p>
<div id="studies"></div>
<noscript><p>This page needs JavaScript; the reports themselves do not.</p></noscript>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
