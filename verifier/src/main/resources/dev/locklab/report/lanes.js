'use strict';

/* The lanes: one for each thread, one for the lock, a box from read to write. Drawn on a canvas, and only what is in view. */
const lanes = (() => {
  const {element, replace, count, signed, pairs} = text;

  const SURVIVED = 0;
  const LOST = 1;
  const CULPRIT = 2;
  const FATES = ['survived: it is in the balance', 'lost: it is not in the balance any more', 'culprit: it survived, and erased what it had not read'];
  const ABSENT = -0x80000000;
  const NO_TOKEN = -(2n ** 63n);
  /* The times, and under them room for the words of faults, and of a mark in the first lane. */
  const TOP = 42;
  const FAULTS = 20;
  const TIMES = 13;
  const ROW = 30;
  const BOX = 22;

  const canvas = document.querySelector('#stage canvas');
  const context = canvas.getContext('2d');
  const tip = document.getElementById('tip');
  const entry = document.getElementById('entry');
  const pairMarks = {victim: document.getElementById('victim'), culprit: document.getElementById('culprit')};

  let run = null;
  let writes = null;
  let view = d3.zoomIdentity;
  let selected = -1;
  let hovered = -1;
  let width = 0;
  let queued = false;
  let colours = {};
  let top = TOP;

  /** Reads the columns in the order in which the lab packed them. */
  async function unpack(base64, run) {
    const packed = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
    const buffer = await new Response(stream).arrayBuffer();
    const n = run.packed;
    let offset = 0;
    const column = Type => {
      const values = new Type(buffer, offset, n);
      offset += values.byteLength;
      return values;
    };
    const made = {
      n, value: column(BigInt64Array), delta: column(BigInt64Array), token: column(BigInt64Array),
      step: column(Int32Array), held: column(Int32Array), waited: column(Int32Array), seqStep: column(Int32Array),
      skipped: column(Int32Array), lane: column(Uint16Array), fate: column(Uint8Array),
    };
    const end = made.end = new Float64Array(n);
    const start = made.start = new Float64Array(n);
    const read = made.read = new Float64Array(n);
    const seq = made.seq = new Float64Array(n);
    const latest = new Float64Array(run.lanes.length);
    const places = run.lanes.map(() => []);
    const locked = [];
    let at = 0;
    let low = 0;
    let high = 1;
    for (let i = 0; i < n; i++) {
      at += made.step[i];
      end[i] = at;
      read[i] = at - made.held[i];
      start[i] = made.waited[i] === ABSENT ? read[i] : read[i] - made.waited[i];
      seq[i] = latest[made.lane[i]] += made.seqStep[i];
      places[made.lane[i]].push(i);
      if (made.waited[i] !== ABSENT) {
        locked.push(i);
      }
      low = Math.min(low, start[i]);
      high = Math.max(high, end[i]);
    }
    locked.sort((a, b) => start[a] - start[b]);
    made.rows = places.map((indices, lane) => ({worker: run.lanes[lane].worker, name: `${run.lanes[lane].worker} #${run.lanes[lane].thread}`, indices}));
    if (locked.length) {
      made.rows.unshift({name: 'the lock', indices: locked, isLock: true});
    }
    for (const {at} of run.events) {
      low = Math.min(low, at);
      high = Math.max(high, at);
    }
    made.rowOf = lane => lane + (locked.length ? 1 : 0);
    made.low = low;
    made.high = high;
    return made;
  }

  const left = () => Math.min(130, Math.max(64, 8 + 7.2 * d3.max(writes.rows, row => row.name.length)));

  function wholeScale() {
    return d3.scaleLinear().domain([writes.low, writes.high]).range([left(), width - 8]);
  }

  const scale = () => view.rescaleX(wholeScale());

  function read() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ['paper', 'panel', 'ink', 'soft', 'rule', 'survived', 'survived-edge', 'lost', 'lost-paper', 'culprit', 'held', 'accent']) {
      colours[name] = style.getPropertyValue('--' + name).trim();
    }
    const tile = document.createElement('canvas');
    tile.width = tile.height = 8;
    const brush = tile.getContext('2d');
    brush.fillStyle = colours['lost-paper'];
    brush.fillRect(0, 0, 8, 8);
    brush.strokeStyle = colours.lost;
    brush.lineWidth = 2;
    for (const shift of [-8, 0, 8]) {
      brush.beginPath();
      brush.moveTo(shift - 1, 9);
      brush.lineTo(shift + 9, -1);
      brush.stroke();
    }
    colours.hatch = context.createPattern(tile, 'repeat');
  }

  /** The first of a row that may reach to or beyond a time. */
  function from(indices, time) {
    return Math.max(0, d3.bisector(i => writes.start[i]).left(indices, time) - 1);
  }

  function draw() {
    queued = false;
    if (!writes) {
      return;
    }
    const height = top + writes.rows.length * ROW + 6;
    const ratio = window.devicePixelRatio || 1;
    width = Math.max(280, canvas.parentElement.clientWidth);
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.height = height + 'px';
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, width, height);
    context.font = '12px system-ui, "Liberation Sans", sans-serif';
    context.textBaseline = 'middle';
    const x = scale();
    drawTimes(x, height);
    writes.rows.forEach((row, r) => {
      const y = top + r * ROW;
      context.strokeStyle = colours.rule;
      context.lineWidth = 1;
      context.strokeRect(-1, y + .5, width + 2, ROW);
      context.save();
      context.beginPath();
      context.rect(left(), y, width - left(), ROW);
      context.clip();
      drawRow(row, x, y + (ROW - BOX) / 2);
      context.restore();
      context.fillStyle = colours.ink;
      context.fillText(row.name, 6, y + ROW / 2, left() - 12);
    });
    context.save();
    context.beginPath();
    context.rect(left(), 0, width - left(), height);
    context.clip();
    drawMark(hovered, x, colours.soft);
    const pair = pairOf(selected);
    drawMark(pair ? -1 : selected, x, colours.ink);
    drawDescent(selected, x);
    drawFaults(x, height);
    context.restore();
    place(pairMarks.victim, pair && pair.victim, x, pair && '✕ lost: ' + versionName(pair.victim), pair && rowAt(pair.victim) > rowAt(pair.culprit));
    place(pairMarks.culprit, pair && pair.culprit, x, pair && '▲ by: ' + versionName(pair.culprit), pair && rowAt(pair.victim) <= rowAt(pair.culprit));
  }

  /** A line across all lanes where something was broken, with its number and words; a broken one for what was seen after it. */
  function drawFaults(x, height) {
    let free = left();
    let number = 0;
    for (const {at, who, what, fault} of run.events) {
      number += fault ? 1 : 0;
      const px = x(at);
      if (!number || px < left() || px > width) {
        continue;
      }
      context.strokeStyle = context.fillStyle = colours.accent;
      context.lineWidth = fault ? 2.5 : 1;
      context.setLineDash(fault ? [] : [3, 4]);
      context.beginPath();
      context.moveTo(px, fault ? 2 * TIMES : top);
      context.lineTo(px, height);
      context.stroke();
      context.setLineDash([]);
      if (!fault) {
        continue;
      }
      writes.rows.forEach((row, r) => {
        if (!row.isLock && row.worker === who) {
          const y = top + (r + .5) * ROW;
          context.beginPath();
          context.moveTo(px - 7, y);
          context.lineTo(px, y - 7);
          context.lineTo(px + 7, y);
          context.lineTo(px, y + 7);
          context.fill();
        }
      });
      const full = `${number} ${who ? who + ' ' : ''}${what}`;
      const words = context.measureText(full).width + 12 < width - free ? full : String(number);
      const wide = context.measureText(words).width + 10;
      const start = Math.max(left(), Math.min(px, width - wide));
      if (start >= free) {
        context.fillRect(start, 2 * TIMES, wide, 17);
        context.fillStyle = colours.paper;
        context.fillText(words, start + 5, 2 * TIMES + 9);
        free = start + wide + 4;
      }
    }
  }

  /** The fault and what came of it. */
  function aroundFault() {
    const fault = run.events.find(event => event.fault);
    const lost = find(-1, LOST);
    const pair = pairOf(lost);
    const after = run.events.filter(event => event.at > fault.at).map(event => event.at);
    const end = Math.max(fault.at + 1e3, ...after, pair ? writes.end[pair.culprit] : 0);
    show(fault.at - .12 * (end - fault.at), end + .12 * (end - fault.at));
  }

  const versionName = i => 'v' + count(run.first + i);

  const rowAt = i => writes.rowOf(writes.lane[i]);

  /** Puts a mark around a write, its words above or below it; hides it where there is none, or it is out of view. */
  function place(mark, i, x, words, below) {
    const x0 = i === null ? 0 : Math.max(left(), x(writes.start[i]) - 4);
    const x1 = i === null ? 0 : Math.min(width, Math.max(x(writes.start[i]) + 6, x(writes.end[i])) + 4);
    mark.hidden = i === null || x1 <= left() || x0 >= width;
    if (!mark.hidden) {
      mark.dataset.words = words;
      mark.classList.toggle('below', below);
      mark.classList.toggle('leftward', x0 > (left() + width) / 2);
      // In shares, as paper is narrower than the screen and the drawing shrinks to it.
      mark.style.left = x0 / width * 100 + '%';
      mark.style.width = (x1 - x0) / width * 100 + '%';
      mark.style.top = top + rowAt(i) * ROW + (ROW - BOX) / 2 - 4 + 'px';
      mark.style.height = BOX + 8 + 'px';
    }
  }

  /** The lost write and the culprit that a chosen one belongs to; null where it is neither, or one of them is not here. */
  function pairOf(i) {
    if (i < 0) {
      return null;
    }
    const victim = writes.fate[i] === LOST ? i
      : writes.fate[i] === CULPRIT ? writes.fate.indexOf(LOST, Math.max(0, i - writes.skipped[i])) : -1;
    const culprit = victim < 0 ? writes.n : eraser(victim);
    return culprit < writes.n ? {victim, culprit} : null;
  }

  function drawTimes(x, height) {
    const span = x.invert(width) - x.invert(left());
    const [unit, size] = span < 4e3 ? ['µs', 1] : span < 4e6 ? ['ms', 1e3] : ['s', 1e6];
    const ticks = x.ticks(Math.max(2, Math.floor((width - left()) / 110)));
    const digits = Math.max(0, Math.min(6, Math.ceil(-Math.log10((ticks[1] - ticks[0]) / size || 1) - 1e-9)));
    context.textAlign = 'center';
    for (const tick of ticks) {
      const at = x(tick);
      if (at < left() || at > width) {
        continue;
      }
      context.strokeStyle = colours.rule;
      context.beginPath();
      context.moveTo(at, 2 * TIMES);
      context.lineTo(at, height);
      context.stroke();
      context.fillStyle = colours.soft;
      const words = (tick / size).toFixed(digits) + ' ' + unit;
      context.fillText(words, Math.min(at, width - 30), TIMES);
    }
    context.textAlign = 'left';
  }

  /** What is too narrow to be a box is gathered by pixel: then one column says what there is in it. */
  function drawRow(row, x, y) {
    const {start, end, fate} = writes;
    const [low, high] = [x.invert(left()), x.invert(width)];
    let pixel = -1;
    let flags = 0;
    const flush = () => {
      if (flags) {
        drawColumn(flags, pixel, y);
      }
      flags = 0;
    };
    for (let k = from(row.indices, low); k < row.indices.length; k++) {
      const i = row.indices[k];
      if (start[i] > high) {
        break;
      }
      const x0 = x(start[i]);
      const x1 = x(end[i]);
      if (x1 < left()) {
        continue;
      }
      if (x1 - x0 < 4) {
        if (Math.floor(x0) !== pixel) {
          flush();
          pixel = Math.floor(x0);
        }
        flags |= row.isLock ? 8 : 1 << fate[i];
      } else {
        flush();
        drawBox(i, row, x, x0, x1, y);
      }
    }
    flush();
  }

  function drawColumn(flags, x, y) {
    if (flags & 8) {
      context.fillStyle = colours.held;
      context.fillRect(x, y + 4, 1.2, BOX - 8);
    }
    if (flags & 1 << SURVIVED) {
      context.fillStyle = colours['survived-edge'];
      context.fillRect(x, y, 1.2, BOX * .45);
    }
    if (flags & 1 << LOST) {
      context.fillStyle = colours.lost;
      context.fillRect(x, y + BOX * .55, 1.2, BOX * .45);
    }
    if (flags & 1 << CULPRIT) {
      context.fillStyle = colours.culprit;
      context.fillRect(x, y - 2, 1.4, BOX * .3);
    }
  }

  function drawBox(i, row, x, x0, x1, y) {
    const fate = writes.fate[i];
    const wide = x1 - x0;
    if (row.isLock) {
      context.fillStyle = colours.held;
      context.fillRect(x0, y + 4, wide, BOX - 8);
      if (wide > 40) {
        context.fillStyle = colours.ink;
        label(laneName(i), x0, x1, y);
      }
      return;
    }
    context.fillStyle = fate === SURVIVED ? colours.survived : fate === LOST ? colours.hatch : colours.culprit;
    context.fillRect(x0, y, wide, BOX);
    context.strokeStyle = fate === SURVIVED ? colours['survived-edge'] : fate === LOST ? colours.lost : colours.ink;
    context.lineWidth = fate === CULPRIT ? 2 : 1;
    context.strokeRect(x0 + .5, y + .5, Math.max(1, wide - 1), BOX - 1);
    if (writes.start[i] < writes.read[i]) {
      const at = x(writes.read[i]);
      context.beginPath();
      context.moveTo(at, y);
      context.lineTo(at, y + BOX);
      context.stroke();
    }
    const words = (fate === CULPRIT ? '▲ ' : fate === LOST ? '✕ ' : '') + signed(writes.delta[i]);
    const version = 'v' + (run.first + i) + ' ';
    const room = wide - 8;
    const shown = context.measureText(version + words).width < room ? version + words
      : context.measureText(words).width < room ? words
      : fate === CULPRIT && wide > 11 ? '▲' : fate === LOST && wide > 11 ? '✕' : '';
    if (shown) {
      if (fate === LOST) {
        context.fillStyle = colours['lost-paper'];
        const spread = context.measureText(shown).width;
        const middle = (Math.max(x0, left()) + Math.min(x1, width)) / 2;
        context.fillRect(middle - spread / 2 - 2, y + 3, spread + 4, BOX - 6);
      }
      context.fillStyle = fate === CULPRIT ? colours.paper : colours.ink;
      label(shown, x0, x1, y);
    }
  }

  function label(words, x0, x1, y) {
    context.textAlign = 'center';
    context.fillText(words, (Math.max(x0, left()) + Math.min(x1, width)) / 2, y + BOX / 2 + 1);
    context.textAlign = 'left';
  }

  function drawMark(i, x, colour) {
    if (i < 0) {
      return;
    }
    const y = top + writes.rowOf(writes.lane[i]) * ROW + (ROW - BOX) / 2;
    const x0 = x(writes.start[i]);
    context.strokeStyle = colour;
    context.lineWidth = 2.5;
    context.strokeRect(x0 - 2, y - 2, Math.max(3, x(writes.end[i]) - x0) + 4, BOX + 4);
  }

  /** From the write that was seen to the one that was computed from it. */
  function drawDescent(i, x) {
    const parent = i < 0 ? -1 : i - 1 - writes.skipped[i];
    if (parent < 0) {
      return;
    }
    const middle = k => top + (writes.rowOf(writes.lane[k]) + .5) * ROW;
    const [x0, y0, x1, y1] = [x(writes.end[parent]), middle(parent), x(writes.read[i]), middle(i)];
    context.strokeStyle = colours.ink;
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
    context.stroke();
    context.fillStyle = colours.ink;
    context.beginPath();
    context.arc(x0, y0, 4, 0, 7);
    context.fill();
  }

  /** A time as date and time of day, to the microsecond. */
  function utc(micros) {
    const whole = run.base + Math.round(micros);
    return new Date(Math.floor(whole / 1e3)).toISOString().replace('T', ' ').replace('Z', '')
      + String(((whole % 1e3) + 1e3) % 1e3).padStart(3, '0') + ' UTC';
  }

  const laneName = i => run.lanes[writes.lane[i]].worker + ' #' + run.lanes[writes.lane[i]].thread;

  const writeName = i => `version ${count(run.first + i)} of ${laneName(i)}`;

  /** Everything there is to say of a write. */
  function describe(i) {
    const millis = micros => `${(micros / 1e3).toFixed(3)} ms (${utc(micros).slice(11)})`;
    const seen = run.first + i - 1 - writes.skipped[i];
    const entries = [
      ['write', writeName(i)],
      ['fate', FATES[writes.fate[i]]],
      ['delta', signed(writes.delta[i])],
      ['read', count(writes.value[i] - writes.delta[i]) + (seen ? `, of version ${count(seen)}` : ', the opening')],
      ['wrote', count(writes.value[i])],
    ];
    if (writes.skipped[i] > 0) {
      entries.push(['stale', `${count(writes.skipped[i])} newer ${writes.skipped[i] === 1 ? 'write' : 'writes'} it had not read`]);
    }
    if (writes.fate[i] === LOST) {
      const by = eraser(i);
      entries.push(['erased by', by < writes.n ? writeName(by) : 'a later write']);
    }
    entries.push(['sequence', count(writes.seq[i])]);
    if (writes.token[i] !== NO_TOKEN) {
      entries.push(['token', String(writes.token[i])]);
    }
    if (writes.waited[i] !== ABSENT) {
      entries.push(['granted', millis(writes.start[i])]);
    }
    entries.push(['read at', millis(writes.read[i])], ['written at', millis(writes.end[i])]);
    return entries;
  }

  function queue() {
    if (!queued) {
      queued = true;
      requestAnimationFrame(draw);
    }
  }

  const zoom = d3.zoom().scaleExtent([.8, 1e8])
    // The wheel scrolls the page, unless one works in the lanes.
    .filter(event => event.type !== 'wheel' || event.ctrlKey || document.activeElement === canvas)
    .on('zoom', event => {
      view = event.transform;
      queue();
    });
  d3.select(canvas).call(zoom).on('dblclick.zoom', null);

  /** Shows from one time to another. */
  function show(low, high) {
    const base = wholeScale();
    const k = Math.min(1e8, (base.range()[1] - base.range()[0]) / Math.max(1e-6, base(high) - base(low)));
    d3.select(canvas).call(zoom.transform, d3.zoomIdentity.translate(base.range()[0] - k * base(low), 0).scale(k));
  }

  function select(i) {
    selected = i;
    const pair = pairOf(i);
    replace(entry, ...i < 0 ? ['No write is chosen.'] : pair ? told(pair) : [pairs(describe(i))]);
    queue();
  }

  /** How the one erased the other, in a sentence and with all there is to say of both. */
  function told({victim, culprit}) {
    const seen = run.first + culprit - 1 - writes.skipped[culprit];
    const sentence = `The ${signed(writes.delta[victim])} of ${laneName(victim)}, version ${count(run.first + victim)}, is lost: `
      + `${laneName(culprit)} wrote version ${count(run.first + culprit)} over it, and had read ${seen ? 'version ' + count(seen) : 'the opening balance'}.`;
    return [element('p', {}, sentence), element('div', {class: 'two'},
      element('div', {}, element('h4', {}, '✕ The lost update'), pairs(describe(victim))),
      element('div', {}, element('h4', {}, '▲ The culprit'), pairs(describe(culprit))))];
  }

  /** Chooses a lost write, with its culprit in view. */
  function goToLost(i) {
    if (i >= 0) {
      around(i);
      select(i);
      canvas.scrollIntoView({block: 'nearest'});
    }
  }

  /** Chooses a write, and brings it into view where it is not. */
  function go(i) {
    if (!writes || i < 0 || i >= writes.n) {
      return;
    }
    const x = scale();
    const wide = x(writes.end[i]) - x(writes.start[i]);
    if (x(writes.start[i]) < left() + 20 || x(writes.end[i]) > width - 20 || wide < 6) {
      around(i);
    }
    select(i);
  }

  /** The write that a lost one was erased by; beyond the last where that is not here. */
  function eraser(i) {
    let by = i + 1;
    while (by < writes.n && writes.fate[by] === LOST) {
      by++;
    }
    return by;
  }

  /** Shows a write with its neighbours: what it saw, and what came of it. */
  function around(i) {
    const pair = pairOf(i);
    const both = pair ? [pair.victim, pair.culprit] : [i];
    const own = Math.max(2, d3.max(both, k => writes.end[k] - writes.start[k]));
    const most = 12 * own;
    let [low, high] = [d3.min(both, k => writes.start[k]) - own, d3.max(both, k => writes.end[k]) + own];
    for (const k of [...both.map(k => k - 1 - writes.skipped[k]), i - 1, i + 1]) {
      if (k >= 0 && k < writes.n) {
        low = Math.min(low, Math.max(writes.start[k], writes.start[i] - most));
        high = Math.max(high, Math.min(writes.end[k], writes.end[i] + most));
      }
    }
    const margin = .06 * (high - low);
    show(low - margin, high + margin);
  }

  function find(after, fate) {
    return writes.fate.indexOf(fate, after + 1);
  }

  function at(event) {
    const [px, py] = d3.pointer(event, canvas);
    const row = writes && writes.rows[Math.floor((py - top) / ROW)];
    if (!row || px < left()) {
      return -1;
    }
    const x = scale();
    let best = -1;
    let distance = 5;
    for (let k = from(row.indices, x.invert(px - 5)); k < row.indices.length; k++) {
      const i = row.indices[k];
      const [x0, x1] = [x(writes.start[i]), x(writes.end[i])];
      if (x0 > px + 5) {
        break;
      }
      const away = Math.max(0, x0 - px, px - x1);
      if (away < distance) {
        best = i;
        distance = away;
      }
    }
    return best;
  }

  canvas.addEventListener('pointermove', event => {
    hovered = at(event);
    tip.hidden = hovered < 0;
    if (hovered >= 0) {
      replace(tip, pairs(describe(hovered)));
      const box = tip.getBoundingClientRect();
      tip.style.left = Math.max(4, Math.min(event.clientX + 14, window.innerWidth - box.width - 8)) + 'px';
      tip.style.top = (event.clientY + 18 + box.height < window.innerHeight ? event.clientY + 18 : Math.max(4, event.clientY - box.height - 12)) + 'px';
    }
    queue();
  });
  canvas.addEventListener('pointerleave', () => {
    hovered = -1;
    tip.hidden = true;
    queue();
  });
  canvas.addEventListener('click', event => {
    const found = at(event);
    if (found >= 0) {
      select(found);
    }
  });

  function pan(share) {
    d3.select(canvas).call(zoom.translateBy, -share * (width - left()) / view.k, 0);
  }

  function scaleBy(factor) {
    d3.select(canvas).call(zoom.scaleBy, factor, [(left() + width) / 2, 0]);
  }

  /** The next write of the same lane, or the one before. */
  function neighbour(step) {
    if (selected < 0) {
      return 0;
    }
    const indices = writes.rows[writes.rowOf(writes.lane[selected])].indices;
    return indices[Math.min(indices.length - 1, Math.max(0, d3.bisectLeft(indices, selected) + step))];
  }

  const ACTIONS = {
    'first-fault': aroundFault,
    'first-lost': () => goToLost(find(-1, LOST)),
    'next-lost': () => goToLost(find(selected, LOST)),
    whole: () => show(writes.low, writes.high),
    in: () => scaleBy(2),
    out: () => scaleBy(.5),
    left: () => pan(-.3),
    right: () => pan(.3),
  };
  for (const [id, act] of Object.entries(ACTIONS)) {
    document.getElementById(id).addEventListener('click', () => writes && act());
  }
  const KEYS = {
    ArrowRight: () => go(Math.min(writes.n - 1, selected + 1)),
    ArrowLeft: () => go(Math.max(0, selected - 1)),
    ArrowDown: () => go(neighbour(1)),
    ArrowUp: () => go(neighbour(-1)),
    '+': () => scaleBy(2),
    '-': () => scaleBy(.5),
    f: ACTIONS['first-lost'],
    n: ACTIONS['next-lost'],
    Home: ACTIONS.whole,
  };
  canvas.addEventListener('keydown', event => {
    if (writes && KEYS[event.key] && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });

  const faults = () => run.events.filter(event => event.fault);

  function help() {
    const lost = writes.fate.reduce((sum, fate) => sum + (fate === LOST), 0);
    const all = run.packed === run.writes
      ? `All ${count(run.writes)} writes are here`
      : `${count(run.packed)} of ${count(run.writes)} writes are here, from version ${count(run.first)} on`;
    replace(document.getElementById('lanes-help'), ...text.caption(
      `${run.name}. Time to the right, by the server's clock, from the first write on (${utc(0)}); a lane for each worker thread${writes.rows[0].isLock ? ', and one for the lock and who held it' : ''}; a box from `
      + (writes.rows[0].isLock ? 'getting the lock (the stroke within: the read)' : 'the read') + ' to the write, with its version and delta. Where boxes would be too narrow, survivors are the upper, lost writes the lower half of a column. '
      + 'For the chosen write, a line leads from the write whose balance it had read. Drag to pan; wheel (in the chosen picture, or with Ctrl) or pinch to zoom; arrow keys go from write to write, up and down within a lane, + and − zoom, f goes to the first lost write and its culprit, n to the next.',
      'boxes that follow one another, none beginning before the last one has ended.',
      `${all}; ${lost ? count(lost) + ' of them are lost.' : 'none is lost.'}` + (writes.rows[0].isLock ? '' : ' There was no lock, so it has no lane.')
      + (faults().length ? ` A line across all lanes is where something was broken (${faults().map(({who, what}, i) => `${i + 1}: ${who ? who + ' ' : ''}${what}`).join('; ')}), a diamond on it the worker that it happened to; broken lines are what the lab saw after that.` : '')).childNodes);
  }

  function key() {
    const samples = [['survived', 'survived'], ['lost', '✕ lost'], ['culprit', '▲ culprit: survived, and erased what it had not read']];
    if (faults().length) {
      samples.push(['fault', 'something was broken']);
    }
    replace(document.getElementById('fates'), ...samples.map(([fate, words]) => {
      const sample = d3.create('svg').attr('aria-hidden', 'true').attr('viewBox', '0 0 22 16');
      const box = sample.append('rect').attr('x', 1).attr('y', 2).attr('width', 20).attr('height', 12);
      if (fate === 'fault') {
        box.remove();
        sample.append('line').attr('x1', 11).attr('x2', 11).attr('y1', 0).attr('y2', 16).style('stroke', 'var(--accent)').attr('stroke-width', 2.5);
        sample.append('path').attr('d', 'M4,8L11,1L18,8L11,15Z').style('fill', 'var(--accent)');
      } else if (fate === 'lost') {
        box.style('fill', 'var(--lost-paper)').style('stroke', 'var(--lost)');
        d3.range(-8, 24, 6).forEach(at => sample.append('line').attr('x1', at).attr('x2', at + 12).attr('y1', 14).attr('y2', 2)
          .style('stroke', 'var(--lost)').attr('stroke-width', 1.5));
      } else {
        box.style('fill', `var(--${fate})`).style('stroke', fate === 'survived' ? 'var(--survived-edge)' : 'var(--ink)');
      }
      return element('li', {}, sample.node(), words);
    }));
  }

  /** Shows a run; null where there is none. */
  async function open(chosen, base64) {
    const figure = canvas.closest('figure');
    if (!chosen) {
      replace(figure, element('p', {class: 'soft nothing'}, 'No run was journaled, so there are no writes to show.'));
      return;
    }
    const unpacked = await unpack(base64, chosen);
    run = chosen;
    writes = unpacked;
    hovered = selected = -1;
    width = Math.max(280, canvas.parentElement.clientWidth);
    top = TOP + (faults().length ? FAULTS : 0);
    document.getElementById('first-fault').hidden = !faults().length;
    canvas.setAttribute('aria-label', `The writes of ${run.name} in time; arrow keys go from one to the next`
      + faults().map(({who, what}) => `; ${who || 'all'} ${what}`).join(''));
    const first = find(-1, LOST);
    for (const id of ['first-lost', 'next-lost']) {
      document.getElementById(id).disabled = first < 0;
    }
    read();
    key();
    help();
    select(first);
    if (faults().length) {
      ACTIONS.whole();
    } else {
      around(first < 0 ? Math.min(8, writes.n - 1) : first);
    }
    draw();
    canvas.dataset.run = run.id;
  }

  /** Colours or room have changed. */
  function refresh() {
    if (writes) {
      read();
      draw();
    }
  }

  return {open, refresh};
})();
