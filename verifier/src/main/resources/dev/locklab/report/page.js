'use strict';

/* Puts the data in its places. */
(() => {
  const {element, replace, pairs} = text;
  const data = JSON.parse(document.getElementById('data').textContent);
  const find = id => document.getElementById(id);

  /* 1: the verdict */
  find('title').textContent = data.title;
  replace(find('sentences'), ...data.sentences.map(sentence => element('p', {}, sentence)));
  const environment = data.environment;
  if (environment) {
    find('command').textContent = environment.command;
    replace(find('environment').querySelector('dl'), ...pairs([
      ['when', environment.startedAt], ['server', `${environment.server} (${environment.address})`],
      ['lab', environment.lab], ['Java', environment.java], ['Redisson', environment.redisson], ['Jedis', environment.jedis],
      ['machine', `${environment.machine}, ${environment.cores} cores`],
      ...Object.entries(environment.configuration),
    ].filter(pair => pair[1] !== undefined && pair[1] !== null).map(([key, value]) => [key, String(value)])).childNodes);
    find('copy').addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(environment.command);
        find('copy').textContent = 'copied';
      } catch (refused) {
        getSelection().selectAllChildren(find('command'));
      }
    });
  } else {
    find('command-line').remove();
    find('environment').remove();
  }

  /* 2: the table and its legend */
  const MARKS = {OK: '✓', INTERESTING: '!', FAILED: '✕', UNKNOWN: '?', LIMIT: '–'};
  const table = text.table(data.columns.map(column => column.title), []);
  [...table.querySelectorAll('th')].forEach((head, i) => {
    head.className = data.columns[i].number ? 'number' : '';
    head.title = data.columns[i].explanation;
  });
  data.rows.forEach((row, r) => {
    const line = element('tr', {class: row.limit ? 'limit' + (r && !data.rows[r - 1].limit ? ' first-limit' : '') : ''});
    for (let i = 0; i < row.cells.length; i++) {
      const words = row.cells[i] || '-';
      const column = data.columns[i];
      if (row.needs && column.key === 'grade') {
        line.append(element('td', {class: 'soft', colspan: String(row.cells.length - i)}, 'needs ' + row.needs));
        break;
      }
      const cell = i ? element('td', {class: column.number ? 'number' : ''}, words) : element('th', {scope: 'row'}, words);
      if (row.grade && column.key === 'grade') {
        cell.replaceChildren(element('span', {class: 'grade ' + row.grade}, `${MARKS[row.grade] || ''} ${words}`));
      }
      line.append(cell);
    }
    table.querySelector('tbody').append(line);
  });
  replace(find('cells'), table);
  replace(find('columns'), ...pairs(data.columns.map(column => [column.title, column.explanation])).childNodes);
  for (const strategy of data.legend) {
    find('legend').append(
      element('dt', {}, strategy.name, element('span', {class: 'soft'}, strategy.limit ? ' (a limit)' : ` promises ${strategy.promiseWords}`)),
      element('dd', {}, strategy.summary || 'Nothing more was written down of it.',
        strategy.reference ? element('span', {class: 'soft'}, ` (${strategy.reference})`) : ''));
  }

  /* Contents */
  for (const section of document.querySelectorAll('section[data-title]')) {
    find('contents').append(element('a', {href: '#' + section.id}, section.dataset.title));
  }

  /* 3 to 6: the charts of a setting */
  const settings = find('setting');
  data.settings.forEach((words, i) => settings.append(element('option', {value: String(i)}, words || 'the one setting')));
  find('setting-choice').hidden = data.settings.length < 2;
  // The last of the combinations is mostly the one with the most workers, where there is most to see.
  settings.value = String(data.settings.length - 1);
  const figure = id => find(id).querySelector('figure');

  function drawSetting() {
    const setting = Number(settings.value);
    const points = data.points.filter(point => point.setting === setting);
    charts.losses(figure('losses'), points.filter(point => !point.limit));
    charts.price(figure('price'), points);
    charts.latency(figure('latency'), points, data.percentiles);
    charts.scaling(figure('scaling'), data.scalings, setting);
  }

  /* 7 and 8: the writes of a run */
  const runs = find('run');
  data.runs.forEach((run, i) => runs.append(element('option', {value: String(i)},
    `${run.name}: ${run.lost ? text.count(run.lost) + ' lost' : 'none lost'}`)));
  find('run-choice').hidden = data.runs.length < 2;
  runs.value = String(Math.max(0, data.runs.findIndex(run => run.lost > 0)));

  function drawBalance() {
    charts.balance(figure('balance'), data.runs[Number(runs.value)]);
  }

  async function openRun() {
    const run = data.runs[Number(runs.value)];
    drawBalance();
    replace(find('story'));
    if (run) {
      if (run.story.length) {
        find('story').append(element('h3', {}, 'In words'), element('pre', {tabindex: '0'}, run.story.join('\n')));
      }
      find('story').append(element('h3', {}, 'What the audit found'),
        element('pre', {tabindex: '0'}, run.findings.map(line => line.trim()).join('\n')));
    }
    await lanes.open(run, run ? find('writes-' + runs.value).textContent : '');
  }

  function refresh() {
    drawSetting();
    drawBalance();
    lanes.refresh();
  }

  settings.addEventListener('change', drawSetting);
  runs.addEventListener('change', openRun);
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth !== width) {
      width = window.innerWidth;
      refresh();
    }
  });

  /* Colours */
  const THEMES = {system: '◐', light: '☀', dark: '☾'};
  let theme = 'system';
  function dress(chosen) {
    if (chosen === 'system') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = chosen;
    }
    lanes.refresh();
  }
  find('theme').addEventListener('click', () => {
    const names = Object.keys(THEMES);
    theme = names[(names.indexOf(theme) + 1) % names.length];
    find('theme').textContent = `${THEMES[theme]} ${theme}`;
    find('theme').setAttribute('aria-label', 'Colours: ' + (theme === 'system' ? 'as the system' : theme));
    dress(theme);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => lanes.refresh());
  window.addEventListener('beforeprint', () => dress('light'));
  window.addEventListener('afterprint', () => dress(theme));

  drawSetting();
  openRun().then(() => { document.documentElement.dataset.ready = 'true'; });
})();
