'use strict';

/* Shows what the lab on this machine tells, as long as it tells anything; then the page stands still. */
(() => {
  const {element, replace, count, signed, rate, nanos} = text;
  const find = id => document.getElementById(id);
  const curve = drawing.charts.find(chart => chart.id === 'balance');
  /* How much longer the page rests than it drew, and how many milliseconds at the most. */
  const RESTS = 60;
  const LONGEST_REST = 2000;
  const GRADES = {OK: '✓', INTERESTING: '!', FAILED: '✕', UNKNOWN: '?'};

  const views = new Map();
  let picture = null;
  let chosen = -1;
  let held = false;
  let timer = 0;
  let frame = 0;
  let resting = 0;
  let drawnKey = '';
  let drawn = null;

  const seconds = value => value < 100 ? `${Math.round(value)} s` : `${Math.round(value / 60)} min`;

  function fill(id, words) {
    const place = find(id);
    if (place.textContent !== words) {
      place.textContent = words;
    }
  }

  function take(told) {
    picture = told;
    told.views.forEach(view => views.set(view.row, view));
    if (told.newest >= 0 && (find('follow').checked || chosen < 0) && !told.over) {
      chosen = told.newest;
    }
    if (chosen < 0 && told.rows.length) {
      chosen = told.newest;
    }
    if (!held) {
      draw(told.over || told.question ? 0 : resting - performance.now());
    }
  }

  /** At most once a frame, and not at all where nobody looks; at once, or when that many milliseconds have passed. */
  function draw(delay = 0) {
    leave();
    timer = setTimeout(() => { frame = requestAnimationFrame(show); }, delay);
  }

  /** What is to be drawn yet is not: neither by the timer, nor in a frame, which does not come while nobody looks. */
  function leave() {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  }

  function show() {
    if (picture) {
      const begun = performance.now();
      head();
      ask();
      table();
      view(views.get(chosen));
      document.querySelectorAll('#contents a').forEach(link => { link.hidden = find(link.hash.slice(1)).hidden; });
      document.documentElement.dataset.shown = picture.over ? 'end' : 'live';
      rest(begun);
    }
  }

  /** What is drawn takes processor time that the run may need: after each time the page rests for so long that it takes little of it. */
  function rest(begun) {
    const {port1, port2} = new MessageChannel();
    // Comes when the browser has laid out and painted.
    port1.onmessage = () => {
      resting = begun + Math.min(LONGEST_REST, RESTS * (performance.now() - begun));
      port1.close();
    };
    port2.postMessage(null);
  }

  function head() {
    fill('title', picture.title);
    if (picture.conclusion.length) {
      replace(find('sentences'), ...picture.conclusion.map(sentence => element('p', {}, sentence)));
    } else if (find('activity')) {
      fill('activity', picture.over ? 'It has ended.' : picture.activity);
    }
    fill('sampled', picture.sampled);
    find('work').hidden = picture.over || !picture.runs;
    find('share').value = picture.share;
    fill('left', (picture.runs > 1 ? `${count(picture.ended)} of ${count(picture.runs)} runs have ended` : '')
      + (picture.secondsLeft === undefined ? '' : `${picture.runs > 1 ? '; about ' : 'About '}${seconds(picture.secondsLeft)} left`));
    state();
  }

  /** What the viewer is asked: the buttons stay as they are as long as the question does. */
  function ask() {
    const asked = picture.over ? undefined : picture.question;
    const place = find('move');
    place.hidden = !asked;
    const key = JSON.stringify(asked || null);
    if (place.dataset.key === key) {
      return;
    }
    place.dataset.key = key;
    replace(find('choices'));
    if (!asked) {
      return;
    }
    find('question').textContent = asked.words;
    replace(find('told'), ...asked.told.map(line => element('li', {}, line)));
    asked.choices.forEach((choice, i) => {
      const button = element('button', {type: 'button', 'aria-keyshortcuts': String(i + 1)}, choice.words, ' ', element('kbd', {}, String(i + 1)));
      button.addEventListener('click', () => {
        find('choices').querySelectorAll('button').forEach(one => { one.disabled = true; });
        fetch('choose?' + encodeURIComponent(choice.key), {method: 'POST'});
      });
      find('choices').append(button);
    });
  }

  function state() {
    const words = held ? 'held' : picture && picture.over ? 'ended' : 'live';
    fill('state-words', words);
    find('lamp').textContent = words === 'live' ? '●' : words === 'held' ? '‖' : '■';
    document.documentElement.dataset.state = words;
  }

  /* Each row is made once: what is under the pointer or has the focus stays there. */
  const COLUMNS = [
    ['state, grade', row => row.grade ? `${GRADES[row.grade] || ''} ${row.grade}` : row.phase],
    ['applied', row => row.figures.applied === undefined ? '-' : count(row.figures.applied)],
    ['updates/s', row => row.figures.pace === undefined ? '-' : rate(row.figures.pace)],
    ['waiting p99', row => row.figures.waitP99 === undefined ? '-' : (row.estimated ? '≈ ' : '') + nanos(Number(row.figures.waitP99))],
    ['stale', row => row.figures.stale === undefined ? '-' : count(row.figures.stale)],
    ['lost', row => row.figures.lost === undefined ? '-' : count(row.figures.lost)],
  ];

  function table() {
    const place = find('cells');
    const varied = picture.rows.some(row => row.setting);
    const key = picture.rows.length + ' ' + varied;
    if (place.dataset.key !== key) {
      place.dataset.key = key;
      const titles = ['strategy', ...varied ? ['under'] : [], ...COLUMNS.map(column => column[0])];
      const body = element('tbody', {});
      picture.rows.forEach((row, i) => {
        const button = element('button', {type: 'button', class: 'pick', 'aria-pressed': 'false'}, row.strategy);
        button.addEventListener('click', () => pick(i));
        const line = element('tr', {}, element('th', {scope: 'row'}, button));
        if (varied) {
          line.append(element('td', {'data-title': 'under'}, row.setting));
        }
        COLUMNS.forEach(([title], c) => line.append(element('td', {class: c ? 'number' : 'grade-cell', 'data-title': title})));
        body.append(line);
      });
      replace(place, element('table', {class: 'cells'},
        element('thead', {}, element('tr', {}, ...titles.map((title, i) =>
          element('th', {scope: 'col', class: i > (varied ? 2 : 1) ? 'number' : ''}, title)))), body));
    }
    let guessed = false;
    place.querySelectorAll('tbody tr').forEach((line, i) => {
      const row = picture.rows[i];
      line.querySelector('.pick').setAttribute('aria-pressed', String(i === chosen));
      line.classList.toggle('chosen', i === chosen);
      const cells = [...line.querySelectorAll('td')].slice(varied ? 1 : 0);
      COLUMNS.forEach(([, words], c) => {
        const said = words(row) + (c === 0 && row.ended > 1 ? ` (${count(row.ended)} runs)` : '');
        if (cells[c].textContent !== said) {
          cells[c].textContent = said;
        }
      });
      cells[0].className = 'grade-cell' + (row.grade ? ` grade ${row.grade}` : '');
      cells[5].classList.toggle('bad', Number(row.figures.lost || 0) > 0);
      guessed = guessed || (row.estimated && row.figures.waitP99 !== undefined);
    });
    find('estimates').hidden = !guessed;
  }

  function pick(i) {
    chosen = i;
    drawn = null;
    if (picture && !picture.over && i !== picture.newest) {
      find('follow').checked = false;
    }
    drawnKey = '';
    draw();
  }

  function view(shown) {
    for (const id of ['money', 'who']) {
      find(id).hidden = !shown;
    }
    if (!shown) {
      return;
    }
    find('follow-choice').hidden = picture.over || picture.runs === 1;
    // What stands still need not be drawn anew.
    if (shown === drawn) {
      return;
    }
    drawn = shown;
    const ended = shown.phase === 'ended';
    fill('name', shown.name);
    const gap = shown.balance - shown.expected;
    fill('balance', shown.journaled || ended ? count(shown.balance) : '-');
    fill('expected', shown.journaled || ended ? count(shown.expected) : '-');
    fill('gap', shown.journaled || ended ? signed(gap) : '-');
    fill('writes', shown.journaled ? count(shown.read) : '-');
    fill('lost', shown.journaled ? count(shown.lost) : '-');
    find('gap-place').classList.toggle('bad', gap !== 0);
    find('lost-place').classList.toggle('bad', shown.lost > 0);
    find('broken').hidden = !shown.broken;
    find('behind').hidden = !shown.behind;
    fill('behind', shown.behind ? `More is written than is read here, so as not to disturb: this is how things stood at version ${count(shown.read)}.` : '');
    first(shown, ended);
    if (shown.journaled && !shown.read) {
      replace(find('curve'), element('p', {class: 'soft nothing'}, 'Nothing has been written yet.'));
    } else if (shown.journaled) {
      const figure = find('curve');
      const open = figure.querySelector('details[open]') !== null;
      curve.draw(figure, {name: shown.name, writes: shown.read, curve: shown.curve, live: !ended});
      if (open && figure.querySelector('details')) {
        figure.querySelector('details').open = true;
      }
    } else {
      replace(find('curve'), element('p', {class: 'soft nothing'}, 'There is no journal, so the balance cannot be followed.'));
    }
    const keyOf = String(shown.locked);
    if (drawnKey !== keyOf) {
      drawnKey = keyOf;
      replace(find('lane-key'), ...drawing.key(liveLanes.key(shown)).childNodes);
    }
    holder(shown, ended);
    liveLanes.draw(find('lanes-figure'), shown);
    events(shown);
    result(shown, ended);
  }

  /** Who is in and who waits: known of workers that are led. */
  function holder(shown, ended) {
    const inside = shown.workers.filter(worker => worker.inside && !worker.dead).map(worker => worker.name);
    const waits = shown.workers.filter(worker => worker.waits && !worker.dead).map(worker => worker.name);
    const dead = shown.workers.filter(worker => worker.dead).map(worker => worker.name);
    const parts = [];
    if (!ended && inside.length) {
      parts.push(`${text.list(inside)} ${inside.length > 1 ? 'are' : 'is'} in the critical section`);
    }
    if (!ended && waits.length) {
      parts.push(`${text.list(waits)} ${waits.length > 1 ? 'wait' : 'waits'}`);
    }
    if (dead.length) {
      parts.push(`${text.list(dead)} ${dead.length > 1 ? 'were' : 'was'} lost`);
    }
    const last = shown.boxes[shown.boxes.length - 1];
    if (!parts.length && last && shown.locked && !ended) {
      parts.push(`${last.worker} was the last to write under the lock`);
    }
    fill('holder', parts.length ? parts.join('; ') + '.' : shown.locked || !last ? '' : 'Nobody holds a lock, and nobody waits.');
  }

  /** The first update that was overwritten, as an interleaving: time runs down. */
  function first(shown, ended) {
    const place = find('first-lost');
    const found = shown.first;
    const key = found ? shown.run + ' ' + found.culprit.version : '';
    place.hidden = !found || ended;
    if (!found || place.dataset.key === key) {
      return;
    }
    place.dataset.key = key;
    const {victim, culprit} = found;
    const name = write => write.worker + (write.thread ? ` #${write.thread}` : '');
    const steps = [
      [victim.saw + .4, victim, `reads ${count(victim.value - victim.delta)}`],
      [culprit.saw + .5, culprit, `reads ${count(culprit.value - culprit.delta)}`],
      [victim.version, victim, `writes ${count(victim.value)} (${signed(victim.delta)})`],
      [culprit.version, culprit, `writes ${count(culprit.value)} (${signed(culprit.delta)})`],
    ].sort((one, other) => one[0] - other[0]);
    const table = element('table', {}, element('thead', {}, element('tr', {}, element('th', {scope: 'col'}, name(victim)), element('th', {scope: 'col'}, name(culprit)))),
      element('tbody', {}, ...steps.map(([, write, words]) => element('tr', {},
        element('td', {}, write === victim ? words : ''), element('td', {}, write === culprit ? words : '')))));
    replace(place, element('p', {}, element('b', {}, 'Overwritten for the first time: '),
      `${name(culprit)} had read version ${count(culprit.saw)} and wrote version ${count(culprit.version)} over ${name(victim)}'s ${signed(victim.delta)}`
      + (found.count > 1 ? ` and ${count(found.count - 1)} more.` : '.')), table);
  }

  function events(shown) {
    const place = find('events');
    const key = shown.run + ' ' + shown.events.length;
    if (place.dataset.key === key) {
      return;
    }
    place.dataset.key = key;
    replace(place);
    if (shown.events.length) {
      let number = 0;
      place.append(element('h3', {}, 'What was broken, and seen'), element('ol', {class: 'events'}, ...shown.events.map(event =>
        element('li', {class: event.fault ? 'fault' : ''}, element('span', {class: 'at'}, `${event.seconds.toFixed(3)} s`),
          element('span', {class: 'mark'}, event.fault ? String(++number) : ''),
          element('span', {}, (event.who ? event.who + ' ' : '') + event.what)))));
    }
  }

  function result(shown, ended) {
    const place = find('ended');
    place.hidden = !ended;
    const key = shown.run + ended;
    if (!ended || place.dataset.key === key) {
      return;
    }
    place.dataset.key = key;
    find('story').hidden = !shown.story.length;
    find('story').textContent = shown.story.join('\n');
    replace(find('findings'), ...shown.findings.map(line => element('li', {}, line)));
  }

  function redraw() {
    drawn = null;
    drawnKey = '';
    draw();
  }

  /* Keys and buttons */
  function hold() {
    held = !held;
    find('hold').setAttribute('aria-pressed', String(held));
    find('hold').textContent = held ? 'Go on' : 'Hold';
    state();
    if (held) {
      leave();
    } else {
      draw();
    }
  }

  find('hold').addEventListener('click', hold);
  document.addEventListener('keydown', pressed => {
    const free = !/^(BUTTON|INPUT|SELECT|SUMMARY)$/.test(document.activeElement.tagName);
    const choice = find('choices').children[Number(pressed.key) - 1];
    if (choice && !choice.disabled && !find('move').hidden) {
      choice.click();
    }
    if (pressed.key === ' ' && free) {
      pressed.preventDefault();
      hold();
    }
  });
  find('follow').addEventListener('change', () => {
    if (find('follow').checked && picture && picture.newest >= 0) {
      chosen = picture.newest;
      draw();
    }
  });

  for (const section of document.querySelectorAll('section[data-title]')) {
    find('contents').append(element('a', {href: '#' + section.id}, section.dataset.title));
  }
  theme.follow(redraw);
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth !== width) {
      width = window.innerWidth;
      redraw();
    }
  });

  const source = new EventSource('events');
  source.addEventListener('message', message => {
    const told = JSON.parse(message.data);
    if (told.over) {
      source.close();
    }
    take(told);
  });
  source.addEventListener('error', () => {
    if (!picture || !picture.over) {
      fill('state-words', 'the lab does not answer');
      find('lamp').textContent = '○';
    }
  });
  document.documentElement.dataset.ready = 'true';
})();
