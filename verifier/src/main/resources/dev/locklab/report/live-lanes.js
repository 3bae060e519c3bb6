'use strict';

/* The latest writes of a run: a lane for each thread, one above them for the lock; from asking for it to having it, reading, thinking
   and writing. Drawn anew each time, so there are never many. */
const liveLanes = (() => {
  const {element, replace, count, signed, nanos} = text;
  const MOST = 24;
  const ROW = 30;
  const BOX = 18;
  const TOP = 30;

  /** A name, and for a worker of several threads which of them. */
  const laneName = (worker, thread, threads) => threads > 1 ? `${worker} #${thread}` : worker;

  function rows(view) {
    const made = [];
    const seen = new Set(view.boxes.map(box => box.worker + '\n' + box.thread));
    for (const worker of view.workers) {
      for (let thread = 0; thread < worker.threads; thread++) {
        made.push({worker: worker.name, thread, name: laneName(worker.name, thread, worker.threads), at: worker,
          written: seen.has(worker.name + '\n' + thread)});
      }
    }
    if (made.length <= MOST) {
      return made;
    }
    // Those who have written lately say more than those who have not.
    return made.filter(row => row.written).slice(0, MOST);
  }

  function title(parent, words) {
    parent.append('title').text(words);
  }

  function words(box) {
    const parts = [`version ${count(box.version)}: ${count(box.value)} (${signed(box.delta)})`];
    if (box.asked !== undefined) {
      parts.push('waited about ' + nanos(1000 * (box.acquired - box.asked)));
    }
    if (box.acquired !== undefined) {
      parts.push('held the lock for ' + nanos(1000 * (box.written - box.acquired)) + ' until its write');
    }
    parts.push('thought for ' + nanos(1000 * (box.written - box.read)));
    if (box.stale) {
      parts.push(`had read version ${count(box.saw)}, and so wrote over ${count(box.version - box.saw - 1)}`);
    }
    if (box.lost) {
      parts.push('is not in the balance any more');
    }
    return parts.join('; ');
  }

  /** Which writes are shown. */
  function which(view) {
    const [first] = view.boxes;
    const writes = `${count(view.boxes.length)} ${view.boxes.length === 1 ? 'write' : 'writes'}`;
    if (!first) {
      return 'no write yet';
    }
    if (view.phase !== 'ended') {
      return 'the latest ' + writes;
    }
    return view.boxes.length === view.read ? 'all ' + writes
      : first.version === 1 ? 'the first ' + writes
      : `${writes} from version ${count(first.version)} on, around the first that was lost`;
  }

  /** Shows the lanes of a view; says in words what they show. */
  function draw(figure, view) {
    const lanes = rows(view);
    const all = d3.sum(view.workers, worker => worker.threads);
    replace(figure);
    if (!lanes.length) {
      figure.append(element('p', {class: 'soft nothing'}, view.journaled ? 'Nobody has written yet.' : 'Without a journal nobody can tell who wrote when.'));
      return;
    }
    const height = TOP + (lanes.length + (view.locked ? 1 : 0)) * ROW + 22;
    const {svg, width} = drawing.canvas(figure, height, `Of ${view.name} ${which(view)}, a lane for each thread.`);
    const narrow = width < drawing.NARROW;
    const left = Math.min(narrow ? 72 : 130, 12 + 7.4 * Math.max(view.locked ? 8 : 0, d3.max(lanes, lane => lane.name.length)));
    const right = narrow ? width - 4 : width - 150;
    const span = Math.max(1, view.until - view.from);
    const x = d3.scaleLinear().domain([0, span]).range([left, right]);
    const hatch = drawing.hatch(svg);
    const ticks = view.boxes.length || view.events.length ? x.ticks(narrow ? 3 : 6) : [];
    drawing.upright(svg, x, ticks, TOP - 4, height - 20);
    for (const tick of ticks) {
      svg.append('text').attr('class', 'soft').attr('x', x(tick)).attr('y', height - 6).attr('text-anchor', 'middle').text(nanos(1000 * tick));
    }
    const place = new Map();
    let y = TOP;
    if (view.locked) {
      svg.append('text').attr('x', 0).attr('y', y + ROW / 2).attr('dy', '.35em').text('the lock');
      place.set('the lock', y);
      y += ROW;
    }
    for (const lane of lanes) {
      place.set(lane.worker + '\n' + lane.thread, y);
      svg.append('text').attr('x', 0).attr('y', y + ROW / 2).attr('dy', '.35em').text(drawing.shorten(lane.name, narrow ? 8 : 16)).append('title').text(lane.name);
      if (!narrow) {
        const state = svg.append('text').attr('class', 'soft').attr('x', right + 10).attr('y', y + ROW / 2).attr('dy', '.35em')
          .text(drawing.shorten(lane.at.words, 22));
        state.append('title').text(lane.at.words);
        if (lane.at.dead) {
          state.style('fill', 'var(--lost)').style('font-weight', 650);
        }
      }
      y += ROW;
    }
    svg.append('g').selectAll('line').data([...place.values()]).join('line').attr('x1', 0).attr('x2', right)
      .attr('y1', row => row + ROW).attr('y2', row => row + ROW).style('stroke', 'var(--rule)').style('stroke-opacity', .6);
    const bar = (from, to, at, high, parent) => parent.append('rect').attr('x', x(Math.max(0, from)))
      .attr('width', Math.max(1.5, x(Math.max(0, to)) - x(Math.max(0, from)))).attr('y', at + (ROW - high) / 2).attr('height', high);
    for (const box of view.boxes) {
      const at = place.get(box.worker + '\n' + box.thread);
      if (at === undefined) {
        continue;
      }
      const group = svg.append('g').attr('class', 'box');
      title(group, words(box));
      if (box.asked !== undefined && box.acquired > 0) {
        bar(box.asked, box.acquired, at, 3, group).style('fill', 'var(--line-1)');
      }
      if (box.acquired !== undefined) {
        bar(box.acquired, box.written, at, BOX, group).style('fill', 'var(--held)');
        if (view.locked) {
          bar(box.acquired, box.written, place.get('the lock'), BOX, group).style('fill', 'var(--held)');
        }
      }
      bar(box.read, box.written, at, BOX - 6, group)
        .style('fill', box.lost ? hatch : box.stale ? 'var(--culprit)' : 'var(--survived)')
        .style('stroke', box.lost ? 'var(--lost)' : 'var(--survived-edge)').attr('stroke-width', box.lost ? 1.5 : .8);
    }
    faults(svg, view, x, place, left, right, height);
    figure.append(element('figcaption', {},
      view.boxes.length || view.events.length ? `Time to the right: ${which(view)}, ${nanos(1000 * span)} in all. ` : '',
      lanes.length < all ? `Of ${count(all)} threads those ${count(lanes.length)} that have written lately.` : ''));
  }

  /** A line across all lanes where something was broken, with its number. */
  function faults(svg, view, x, place, left, right, height) {
    let number = 0;
    for (const event of view.events) {
      if (!event.fault) {
        continue;
      }
      number++;
      const at = x(event.at);
      if (at < left || at > right) {
        continue;
      }
      const group = svg.append('g').attr('class', 'fault');
      title(group, (event.who ? event.who + ' ' : '') + event.what);
      group.append('line').attr('x1', at).attr('x2', at).attr('y1', TOP - 8).attr('y2', height - 20)
        .style('stroke', 'var(--accent)').attr('stroke-width', 2);
      group.append('text').attr('class', 'halo').attr('x', at).attr('y', 14).attr('text-anchor', 'middle')
        .style('fill', 'var(--accent)').style('font-weight', 650).text(number);
      const lane = place.get(event.who + '\n0');
      if (lane !== undefined) {
        group.append('path').attr('d', d3.symbol(d3.symbolDiamond, 90)()).attr('transform', `translate(${at},${lane + ROW / 2})`)
          .style('fill', 'var(--accent)').style('stroke', 'var(--paper)');
      }
    }
  }

  /** What the boxes mean. */
  function key(view) {
    const sample = (fill, high, stroke) => svg => svg.append('rect').attr('x', 1).attr('width', 20).attr('y', 8 - high / 2).attr('height', high)
      .style('fill', typeof fill === 'function' ? fill(svg) : fill).style('stroke', stroke || 'none');
    return [
      ...view.locked ? [['waits (≈)', sample('var(--line-1)', 3)], ['holds the lock', sample('var(--held)', 14)]] : [],
      ['reads, thinks, writes', sample('var(--survived)', 10, 'var(--survived-edge)')],
      ['lost as things stand', sample(drawing.hatch, 10, 'var(--lost)')],
      ['wrote over what it had not read', sample('var(--culprit)', 10)],
    ];
  }

  return {draw, key};
})();
