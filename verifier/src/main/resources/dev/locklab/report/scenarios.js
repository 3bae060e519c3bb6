'use strict';

/* The scenarios by the strategies, and what happened in the run of a cell. */
(() => {
  const {element, replace} = text;
  const GRADES = {
    OK: ['✓', 'kept its promise'],
    INTERESTING: ['!', 'lost something, which its promise does not cover'],
    FAILED: ['✕', 'broke its promise'],
    UNKNOWN: ['?', 'nothing was proved'],
  };
  const data = JSON.parse(document.getElementById('data').textContent);
  const find = id => document.getElementById(id);

  find('title').textContent = data.title;
  replace(find('sentences'), element('p', {}, data.headline));
  if (data.sentences.length) {
    replace(find('notes').querySelector('ul'), ...data.sentences.map(sentence => element('li', {}, sentence)));
  } else {
    find('notes').remove();
  }
  replace(find('grades'), ...Object.entries(GRADES).map(([grade, [symbol, words]]) => element('li', {},
    element('span', {class: 'heat sample ' + grade, 'aria-hidden': 'true'}, symbol), `${grade}: ${words}`)));
  for (const section of document.querySelectorAll('section[data-title]')) {
    find('contents').append(element('a', {href: '#' + section.id}, section.dataset.title));
  }

  /* The roles are said, as what is laid out as a list on a narrow screen is a table all the same. */
  const buttons = data.cells.map((cell, i) => {
    const [symbol] = GRADES[cell.grade] || [''];
    const made = element('button', {type: 'button', 'aria-pressed': 'false'},
      element('span', {class: 'whose'}, data.strategies[cell.strategy]),
      element('span', {class: 'what'}, element('span', {class: 'symbol', 'aria-hidden': 'true'}, symbol), ' ' + cell.grade),
      ...[...cell.details, ...cell.predicted ? [] : ['not as predicted']].map(detail => element('span', {class: 'detail'}, detail)));
    made.addEventListener('click', () => open(i));
    return made;
  });
  const head = element('tr', {role: 'row'}, element('th', {scope: 'col', role: 'columnheader'}, 'scenario'),
    ...data.strategies.map(name => element('th', {scope: 'col', role: 'columnheader'}, name)));
  const body = element('tbody', {role: 'rowgroup'});
  data.scenarios.forEach((scenario, s) => {
    const row = element('tr', {role: 'row'}, element('th', {scope: 'row', role: 'rowheader', title: scenario.story}, scenario.name));
    data.strategies.forEach((name, k) => {
      const i = data.cells.findIndex(cell => cell.scenario === s && cell.strategy === k);
      row.append(i < 0
        ? element('td', {role: 'cell', class: 'heat none'}, element('span', {class: 'whose'}, name), element('span', {title: 'no fault to it'}, '–'))
        : element('td', {role: 'cell', class: 'heat ' + data.cells[i].grade}, buttons[i]));
    });
    body.append(row);
  });
  replace(find('cells'), element('table', {class: 'matrix', role: 'table'}, element('thead', {role: 'rowgroup'}, head), body));

  let chosen = -1;

  async function open(i) {
    chosen = i;
    const cell = data.cells[i];
    const scenario = data.scenarios[cell.scenario];
    const name = data.strategies[cell.strategy];
    buttons.forEach((button, k) => button.setAttribute('aria-pressed', String(k === i)));
    find('cell-title').textContent = `${scenario.name}, ${name}`;
    find('cell-about').textContent = scenario.story;
    replace(find('cell-reason'), element('span', {class: 'heat sample ' + cell.grade}, `${(GRADES[cell.grade] || [''])[0]} ${cell.grade}`),
      ` ${cell.reason}.${cell.predicted ? '' : ' That is not as predicted.'}`);
    replace(find('story'), ...[[null, cell.story], ['How updates were lost', cell.lost], ['What the audit found', cell.findings]]
      .filter(([, lines]) => lines.length)
      .flatMap(([title, lines]) => [...title ? [element('h3', {}, title)] : [], element('pre', {tabindex: '0'}, lines.join('\n'))]));
    const figure = find('lanes').querySelector('figure');
    figure.hidden = !cell.run;
    find('no-lanes').hidden = Boolean(cell.run);
    if (cell.run) {
      await lanes.open(cell.run, find('writes-' + i).textContent);
    }
    document.documentElement.dataset.cell = String(i);
  }

  theme.follow(() => lanes.refresh());
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth !== width) {
      width = window.innerWidth;
      lanes.refresh();
    }
  });

  const worst = data.cells.findIndex(cell => cell.grade !== 'OK' && cell.run);
  open(Math.max(0, worst)).then(() => { document.documentElement.dataset.ready = 'true'; });
})();
