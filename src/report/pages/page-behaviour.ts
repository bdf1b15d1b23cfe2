/**
 * What the report does in a browser: tables are sorted by a click on a title, copied as CSV,
 * pictures saved as SVG or PNG. It is written into the page as text, so it may use nothing from
 * outside itself.
 */
export function pageBehaviour(): void {
  const say = (text: string) => {
    const place = document.getElementById('said');
    if (place) place.textContent = text;
  };

  const button = (text: string, label: string, act: () => void) => {
    const element = document.createElement('button');
    element.type = 'button';
    element.textContent = text;
    element.setAttribute('aria-label', label);
    element.addEventListener('click', act);
    return element;
  };

  const save = (blob: Blob, name: string) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    say(`Saved ${name}`);
  };

  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Where the page has no right to the clipboard, the old way, by a selection.
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    say('Copied the table as CSV');
  };

  const sortRows = (table: HTMLTableElement, column: number, descending: boolean) => {
    const body = table.tBodies[0] as HTMLTableSectionElement;
    const readCell = (row: HTMLTableRowElement) => {
      const cell = row.cells[column] as HTMLTableCellElement;
      const text = cell.dataset.value ?? cell.textContent ?? '';
      return { text, number: text.trim() === '' ? Number.NaN : Number(text) };
    };
    const rows = Array.from(body.rows, (row) => ({ row, ...readCell(row) }));
    // What is no number comes last in either direction among numbers.
    const numeric = rows.some(({ number }) => !Number.isNaN(number));
    rows.sort((a, b) => {
      if (!numeric) return (descending ? -1 : 1) * a.text.localeCompare(b.text, 'en', { numeric: true });
      if (Number.isNaN(a.number) || Number.isNaN(b.number))
        return Number(Number.isNaN(a.number)) - Number(Number.isNaN(b.number));
      return descending ? b.number - a.number : a.number - b.number;
    });
    body.append(...rows.map(({ row }) => row));
  };

  const makeSortable = (table: HTMLTableElement) => {
    const titles = Array.from(table.querySelectorAll<HTMLTableCellElement>('thead th'));
    titles.forEach((title, column) => {
      const name = title.textContent ?? '';
      const sorter = button(name, `Sort by ${name}`, () => {
        const descending = title.getAttribute('aria-sort') === 'ascending';
        for (const other of titles) other.removeAttribute('aria-sort');
        title.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
        sortRows(table, column, descending);
        say(`Sorted by ${name}, ${descending ? 'descending' : 'ascending'}`);
      });
      title.replaceChildren(sorter);
    });
  };

  /** A copy of the picture that needs nothing of the page. */
  const alone = (svg: SVGSVGElement) => {
    const copied = svg.cloneNode(true) as SVGSVGElement;
    const { color, fontFamily } = getComputedStyle(svg);
    copied.style.color = color;
    copied.style.fontFamily = fontFamily;
    copied.style.background = getComputedStyle(document.body).backgroundColor;
    return new XMLSerializer().serializeToString(copied);
  };

  const savePng = (svg: SVGSVGElement, name: string) => {
    const { width, height } = svg.viewBox.baseVal;
    // Three pixels a unit: about 300 dots an inch over the width of a column of print.
    const scale = 3;
    const image = new Image();
    image.addEventListener('load', () => {
      const canvas = document.createElement('canvas');
      canvas.width = scale * width;
      canvas.height = scale * height;
      canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => blob && save(blob, `${name}.png`));
    });
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(alone(svg))}`;
  };

  for (const figure of document.querySelectorAll<HTMLElement>('figure[data-name]')) {
    const name = figure.dataset.name ?? 'picture';
    const svg = figure.querySelector('svg');
    if (!svg) continue;
    const tools = document.createElement('div');
    tools.className = 'tools';
    tools.append(
      button('SVG', `Save ${name} as SVG`, () =>
        save(new Blob([alone(svg)], { type: 'image/svg+xml' }), `${name}.svg`),
      ),
      button('PNG', `Save ${name} as PNG`, () => savePng(svg, name)),
    );
    figure.append(tools);
  }

  for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable')) makeSortable(table);

  for (const data of document.querySelectorAll<HTMLElement>('details.csv')) {
    const tools = document.createElement('div');
    tools.className = 'tools';
    tools.append(
      button('Copy as CSV', 'Copy as CSV', () => {
        void copy(data.querySelector('code')?.textContent ?? '');
      }),
    );
    data.before(tools);
  }

  // Paper shows everything.
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details:not(.csv)')) details.setAttribute('open', '');
  });
}
