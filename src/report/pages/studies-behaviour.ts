/**
 * What the page of studies does in a browser. It is written into the page as text, so it may use
 * nothing from outside itself.
 */
export function studiesBehaviour(): void {
  interface Study {
    readonly path: string;
    readonly state: string;
    readonly progress: { readonly what: string; readonly done: number; readonly total: number } | null;
    readonly curves: readonly {
      readonly run: string;
      readonly points: readonly { readonly epoch: number; readonly accuracy: number }[];
    }[];
    readonly report: boolean;
  }
  const colours = ['#0072B2', '#009E73', '#D55E00', '#CC79A7', '#E69F00', '#56B4E9'];
  const svgSpace = 'http://www.w3.org/2000/svg';

  const element = (name: string, text = '') => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };

  const svg = (name: string, attributes: Record<string, string>) => {
    const made = document.createElementNS(svgSpace, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const curves = (study: Study) => {
    const all = study.curves.flatMap(({ points }) => points);
    const last = Math.max(1, ...all.map(({ epoch }) => epoch));
    const told = study.curves.map(({ run, points }) => {
      const at = points[points.length - 1];
      return `${run} ${at ? (100 * at.accuracy).toFixed(2) : '-'} %`;
    });
    const picture = svg('svg', {
      viewBox: '0 0 600 120',
      role: 'img',
      class: 'chart',
      'aria-label': `Accuracy after each epoch, 0 to 100 %: ${told.join(', ')}`,
    });
    const line = { stroke: 'currentColor', 'stroke-opacity': '0.25' };
    for (const y of ['2', '60', '118'])
      picture.append(svg('line', { x1: '0', x2: '600', y1: y, y2: y, ...line }));
    study.curves.forEach(({ points }, i) => {
      const stroke = colours[i % colours.length] as string;
      const places = points.map(
        ({ epoch, accuracy }) => [(600 * epoch) / last, 118 - 116 * accuracy] as const,
      );
      picture.append(
        svg('polyline', {
          points: places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' '),
          fill: 'none',
          stroke,
          'stroke-width': '2',
        }),
        ...places
          .slice(-1)
          .map(([x, y]) => svg('circle', { cx: `${Math.min(x, 597)}`, cy: `${y}`, r: '3', fill: stroke })),
      );
    });
    const key = element('p', told.join(', '));
    key.className = 'note';
    return [picture, key];
  };

  const article = (study: Study) => {
    const made = element('article');
    const title = element('h2', study.path || 'this folder');
    const link = document.createElement('a');
    const folder = study.path === '' ? '' : `${study.path.split('/').map(encodeURIComponent).join('/')}/`;
    link.href = `/files/${folder}report.html`;
    link.textContent = 'Report';
    made.append(title, element('p', study.state));
    if (study.progress) {
      const { what, done, total } = study.progress;
      const bar = document.createElement('progress');
      bar.max = Math.max(1, total);
      bar.value = done;
      bar.setAttribute('aria-label', `${what}: ${done} of ${total}`);
      made.append(
        element('p', `${what}: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`),
        bar,
      );
    }
    if (study.curves.length > 0) made.append(...curves(study));
    if (study.report) made.append(link);
    return made;
  };

  let shown = '';
  const refresh = async () => {
    const state = document.getElementById('state');
    try {
      const text = await (await fetch('/studies.json', { cache: 'no-store' })).text();
      // What has not changed is not drawn anew: the focus stays where it is.
      if (text !== shown) {
        const { studies } = JSON.parse(text) as { studies: readonly Study[] };
        document.getElementById('studies')?.replaceChildren(...studies.map(article));
        const running = studies.filter(({ state: is }) => is === 'running').length;
        if (state) state.textContent = `${studies.length} studies, ${running} running`;
      }
      shown = text;
    } catch {
      if (state) state.textContent = 'The server does not answer: crossprop serve has ended';
      shown = '';
    }
    setTimeout(refresh, 2000);
  };
  void refresh();
}
