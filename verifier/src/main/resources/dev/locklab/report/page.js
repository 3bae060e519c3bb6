'use strict';

/* Puts the data in its places. */
(() => {
  const {element, replace, pairs} = text;
  const data = JSON.parse(document.getElementById('data').textContent);
  const find = id => document.getElementById(id);

  /* The verdict */
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

  /* The table and its legend */
  marks.assign(data.legend);
  table.show(data);

  /* The charts, each in a section of its own: those of a setting before the choice of a run, those of a run behind it. */
  const figures = new Map(drawing.charts.map(chart => {
    const figure = element('figure', {});
    const section = element('section', {id: chart.id, 'data-title': chart.short}, element('h2', {}, chart.title), figure);
    (chart.of === 'run' ? find('lanes') : find('run-choice')).before(section);
    return [chart, figure];
  }));

  function drawAll(of, subject) {
    for (const [chart, figure] of figures) {
      if (chart.of === of) {
        chart.draw(figure, subject);
      }
    }
  }

  /* Contents */
  for (const section of document.querySelectorAll('section[data-title]')) {
    find('contents').append(element('a', {href: '#' + section.id}, section.dataset.title));
  }

  /* The charts of a setting */
  const settings = find('setting');
  data.settings.forEach((setting, i) => settings.append(element('option', {value: String(i)}, setting.words || 'the one setting')));
  find('setting-choice').hidden = data.settings.length < 2;
  // The last of the combinations is mostly the one with the most workers, where there is most to see.
  settings.value = String(data.settings.length - 1);

  function drawSetting() {
    const setting = Number(settings.value);
    const points = data.points.filter(point => point.settings.includes(setting));
    drawAll('setting', {points, all: data.points, setting, settings: data.settings, percentiles: data.percentiles});
  }

  /* The writes of a run */
  const runs = find('run');
  data.runs.forEach((run, i) => runs.append(element('option', {value: String(i)},
    `${run.name}: ${run.lost ? text.count(run.lost) + ' lost' : 'none lost'}`)));
  find('run-choice').hidden = data.runs.length < 2;
  runs.value = String(Math.max(0, data.runs.findIndex(run => run.lost > 0)));

  function drawRun() {
    drawAll('run', data.runs[Number(runs.value)]);
  }

  async function openRun() {
    const run = data.runs[Number(runs.value)];
    drawRun();
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
    drawRun();
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

  theme.follow(() => lanes.refresh());

  drawSetting();
  openRun().then(() => { document.documentElement.dataset.ready = 'true'; });
})();
