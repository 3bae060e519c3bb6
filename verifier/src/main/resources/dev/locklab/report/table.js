'use strict';

/* The cells side by side: a table for each group of figures, in it the settings one below the other. */
const table = (() => {
  const {element, replace, pairs} = text;
  const GRADES = {OK: '✓', INTERESTING: '!', FAILED: '✕', UNKNOWN: '?', LIMIT: '–'};

  /** What a page of 1,280 pixels, or of paper, has room for. */
  const MOST_COLUMNS = 14;

  /** A name that is longer is broken where there is no room for it. */
  const LONG_NAME = 20;

  function show(data) {
    replace(document.getElementById('cells'), ...groups(data).flatMap(({words, columns}, first) =>
      [element('h3', {}, words), region(words, of(data, columns, first === 0))]));
    replace(document.getElementById('columns'), ...pairs(data.columns.map(column =>
      [column.title + (column.unit === 'cents' ? ' (cents)' : ''), column.explanation])).childNodes);
    for (const strategy of data.legend) {
      document.getElementById('legend').append(
        element('dt', {}, marks.swatch(strategy.name), strategy.name,
          element('span', {class: 'soft'}, strategy.limit ? ' (a limit)' : ` promises ${strategy.promiseWords}`)),
        element('dd', {}, strategy.summary || 'Nothing more was written down of it.',
          strategy.reference ? element('span', {class: 'soft'}, ` (${strategy.reference})`) : ''));
    }
  }

  /** The tables: each has the columns of a group, or of several where there is room for them. */
  function groups(data) {
    const places = data.columns.map((column, i) => ({...column, i}));
    const common = places.filter(column => !column.group);
    const made = [];
    for (const group of data.groups) {
      const columns = places.filter(column => column.group === group);
      const last = made[made.length - 1];
      if (last && last.columns.length + columns.length <= MOST_COLUMNS) {
        last.columns.push(...columns);
        last.words += ', ' + group.toLowerCase();
      } else if (columns.length) {
        made.push({words: group, columns: [...common, ...columns]});
      }
    }
    return made;
  }

  function region(group, made) {
    return element('div', {class: 'scroll cells', role: 'region', 'aria-label': group, tabindex: '0'}, made);
  }

  function of(data, columns, whole) {
    const head = element('tr', {}, ...columns.map(column => element('th',
      {scope: 'col', class: column.number ? 'number' : '', title: column.explanation},
      column.title, column.unit === 'cents' ? element('span', {class: 'soft'}, ' cents') : '')));
    const made = element('table', {class: 'cells'}, element('thead', {}, head));
    data.settings.forEach((setting, s) => {
      const body = element('tbody', {});
      if (setting.words) {
        body.append(element('tr', {class: 'setting'}, element('th', {scope: 'rowgroup', colspan: String(columns.length)}, setting.words)));
      }
      let strategies = true;
      for (const row of data.rows) {
        if (row.setting === s && (whole || !row.needs)) {
          body.append(line(row, columns, row.limit && strategies ? 'limit first-limit' : row.limit ? 'limit' : ''));
          strategies = !row.limit;
        }
      }
      made.append(body);
    });
    return made;
  }

  function line(row, columns, kind) {
    const made = element('tr', {class: kind});
    for (const [k, column] of columns.entries()) {
      const words = row.cells[column.i] || '-';
      if (row.needs && column.key === 'grade') {
        made.append(element('td', {class: 'soft', colspan: String(columns.length - k)}, 'needs ' + row.needs));
        break;
      }
      if (column.key === 'strategy') {
        made.append(element('th', {scope: 'row', class: words.length > LONG_NAME ? 'long' : ''}, marks.swatch(row.name), words));
      } else if (column.key === 'grade' && row.grade) {
        made.append(element('td', {class: 'grade-cell'}, element('span', {class: 'grade ' + row.grade}, `${GRADES[row.grade] || ''} ${words}`)));
      } else {
        made.append(element('td', {class: (column.number ? 'number' : '') + (row.cells[column.i] ? '' : ' none'), 'data-title': column.title,
          ...row.ranges[column.i] ? {title: row.ranges[column.i]} : {}}, words));
      }
    }
    return made;
  }

  return {show};
})();
