'use strict';

/* The charts. Each draws into a figure from its share of the data, or says in a line why there is nothing to draw. */
const charts = (() => {
  const {element, replace, count, rate, share, nanos, list, figures, caption} = text;

  const NARROW = 520;

  /** A mark and a colour for each promise: none of them needs its colour to be told from the others. */
  const PROMISES = {
    none: {shape: d3.symbolTimes, hollow: true},
    lease: {shape: d3.symbolCircle},
    fenced: {shape: d3.symbolSquare},
    atomic: {shape: d3.symbolDiamond},
  };
  const PALETTE = d3.range(8).map(i => `var(--line-${i})`);
  const DASHES = [null, '6 3', '2 3', '8 3 2 3'];
  const MARKS = [d3.symbolCircle, d3.symbolSquare, d3.symbolDiamond, d3.symbolTriangle, d3.symbolStar];

  let ids = 0;

  /** A drawing as wide as its place; the label is what it says to whoever cannot see it. */
  function drawing(place, height, label) {
    const width = Math.max(280, place.clientWidth || 0);
    const svg = d3.create('svg')
      .attr('viewBox', `0 0 ${width} ${height}`).attr('width', width).attr('height', height)
      .attr('role', 'img').attr('aria-label', label);
    place.append(svg.node());
    return {svg, width, height};
  }

  /** A pattern of slanting lines; the fill to use. */
  function hatch(svg, colour, paper) {
    const id = 'hatch-' + ids++;
    const pattern = svg.append('defs').append('pattern').attr('id', id)
      .attr('width', 6).attr('height', 6).attr('patternUnits', 'userSpaceOnUse').attr('patternTransform', 'rotate(45)');
    pattern.append('rect').attr('width', 6).attr('height', 6).style('fill', paper);
    pattern.append('line').attr('y2', 6).attr('x1', 1.5).attr('x2', 1.5).style('stroke', colour).attr('stroke-width', 2);
    return `url(#${id})`;
  }

  function below(svg, axis, y) {
    return svg.append('g').attr('class', 'axis').attr('transform', `translate(0,${y})`).call(axis);
  }

  function beside(svg, axis, x) {
    return svg.append('g').attr('class', 'axis').attr('transform', `translate(${x},0)`).call(axis);
  }

  function grid(svg, scale, ticks, y0, y1) {
    svg.append('g').attr('class', 'grid').selectAll('line').data(ticks).join('line')
      .attr('x1', scale).attr('x2', scale).attr('y1', y0).attr('y2', y1);
  }

  function axisTitle(svg, x, y, words, anchor) {
    svg.append('text').attr('class', 'soft').attr('x', x).attr('y', y).attr('text-anchor', anchor || 'middle').text(words);
  }

  function nothing(figure, why) {
    replace(figure, element('p', {class: 'soft nothing'}, why));
  }

  /** The ticks of a logarithmic axis: powers of ten, and less of them where there is no room. */
  function powers(scale, width) {
    const [low, high] = scale.domain().map(Math.log10);
    const all = d3.range(Math.ceil(low - 1e-9), Math.floor(high + 1e-9) + 1);
    const step = Math.ceil(all.length * 58 / width);
    return all.filter((_, i) => i % step === 0).map(power => 10 ** power);
  }

  function logScale(values, range) {
    const low = Math.floor(Math.log10(Math.max(1e-9, d3.min(values))) + 1e-9);
    const high = Math.ceil(Math.log10(Math.max(1e-9, d3.max(values))) - 1e-9);
    return d3.scaleLog().domain([10 ** low, 10 ** Math.max(low + 1, high)]).range(range);
  }

  function shorten(name, most) {
    return name.length > most ? name.slice(0, most - 1) + '…' : name;
  }

  /** Names at the left of rows, and how much room they take. */
  function rowNames(points, width) {
    const most = width < NARROW ? 12 : 24;
    const names = points.map(point => shorten(point.name, most));
    return {names, room: 14 + 7 * d3.max(names, name => name.length)};
  }

  function named(parent, point, x, y, words) {
    parent.append('text').attr('x', x).attr('y', y).attr('dy', '.35em').attr('text-anchor', 'end').text(words)
      .append('title').text(point.name);
  }

  function ranged(range, format) {
    return range === undefined ? '-' : range.min === range.max
      ? format(range.median)
      : `${format(range.median)} (${format(range.min)} to ${format(range.max)})`;
  }

  /* 3: what was lost */
  function losses(figure, points) {
    const shown = points.filter(point => point.lostShare);
    if (!shown.length) {
      return nothing(figure, 'No run was journaled, so nobody can tell which updates were lost.');
    }
    const losers = shown.filter(point => point.lost.max > 0);
    const clean = shown.filter(point => !(point.lost.max > 0));
    const seen = (losers.length ? losers.map(point => `${point.name} lost ${share(point.lostShare.median)} of its updates`).join('; ') + '. ' : '')
      + (clean.length ? `${list(clean.map(point => point.name))} lost none.` : '');
    replace(figure);
    const rowHeight = 34;
    const {svg, width, height} = drawing(figure, shown.length * rowHeight + 44, 'Lost and stale updates. ' + seen);
    const {names, room} = rowNames(shown, width);
    const x = d3.scaleLinear().domain([0, 1]).range([room, width - (width < NARROW ? 60 : 110)]);
    const ticks = x.ticks(width < NARROW ? 2 : 5);
    grid(svg, x, ticks, 4, height - 40);
    const lost = hatch(svg, 'var(--lost)', 'var(--lost-paper)');
    shown.forEach((point, i) => {
      const y = i * rowHeight + 6;
      named(svg, point, room - 8, y + 12, names[i]);
      const bar = (range, counts, top, fill, edge) => {
        svg.append('rect').attr('x', x(0)).attr('y', y + top).attr('height', 11)
          .attr('width', Math.max(counts.max > 0 ? 2 : 0, x(range.median) - x(0))).style('fill', fill).style('stroke', edge)
          .append('title').text(ranged(counts, count) + ' of writes: ' + ranged(range, share));
        if (range.max > range.min) {
          svg.append('line').attr('class', 'range').attr('x1', x(range.min)).attr('x2', x(range.max))
            .attr('y1', y + top + 5.5).attr('y2', y + top + 5.5);
        }
        svg.append('text').attr('x', x(Math.max(range.median, range.max)) + 6).attr('y', y + top + 5.5).attr('dy', '.35em')
          .text(count(counts.median) + (width < NARROW || !(counts.max > 0) ? '' : ' (' + share(range.median) + ')'));
      };
      bar(point.lostShare, point.lost, 0, lost, 'var(--lost)');
      bar(point.staleShare, point.stale, 13, 'none', 'var(--stale)');
    });
    below(svg, d3.axisBottom(x).tickValues(ticks).tickFormat(share), height - 38);
    axisTitle(svg, (x(0) + x(1)) / 2, height - 4, 'share of the writes');
    const key = element('ul', {class: 'key'});
    for (const [words, fill, edge] of [['lost', true, 'var(--lost)'], ['stale', false, 'var(--stale)']]) {
      const sample = d3.create('svg').attr('aria-hidden', 'true').attr('viewBox', '0 0 22 16');
      sample.append('rect').attr('x', 1).attr('y', 2).attr('width', 20).attr('height', 12).style('stroke', edge)
        .style('fill', fill ? hatch(sample, 'var(--lost)', 'var(--lost-paper)') : 'none');
      key.append(element('li', {}, sample.node(), words));
    }
    figure.prepend(key);
    figure.append(
      caption('Each strategy has two bars: the writes that are not in the balance any more (lost, hatched), and those that overwrote something their writer had not read (stale, hollow), as a share of all its writes; the numbers are counts. A thin line is the range over repeats.',
        'no bar at all.', seen),
      figures(['strategy', 'lost', 'of writes', 'stale', 'of writes'], shown.map(point => [point.name,
        ranged(point.lost, count), ranged(point.lostShare, share), ranged(point.stale, count), ranged(point.staleShare, share)])));
  }

  /* 4: what correctness costs */
  function price(figure, points) {
    const dots = points.filter(point => !point.limit && point.lostShare && point.pace.median > 0);
    const limits = points.filter(point => point.limit && point.pace.median > 0);
    if (!dots.length) {
      return nothing(figure, 'No strategy applied and journaled any update, so there is no price to compare.');
    }
    const sound = dots.filter(point => !(point.lost.max > 0)).sort((a, b) => b.pace.median - a.pace.median);
    const fastest = d3.greatest(dots, point => point.pace.median);
    const seen = sound.length
      ? `${sound[0].name} is the fastest that lost nothing, ${rate(sound[0].pace.median)} updates a second`
        + (fastest.lost.max > 0 ? `; ${fastest.name} makes ${rate(fastest.pace.median)} and loses ${share(fastest.lostShare.median)}.` : '.')
      : 'every strategy lost updates.';
    replace(figure);
    const {svg, width, height} = drawing(figure, 390, 'Updates a second against the share of lost updates. ' + seen);
    const x = logScale([...dots, ...limits].flatMap(point => [point.pace.median, Math.max(point.pace.min, 0.1), point.pace.max]), [58, width - 24]);
    const y = d3.scaleLinear().domain([0, 1]).range([height - 128, 34]);
    grid(svg, x, powers(x, width), y(1), y(0));
    svg.append('g').attr('class', 'grid').selectAll('line').data(y.ticks(5)).join('line')
      .attr('x1', x.range()[0]).attr('x2', x.range()[1]).attr('y1', y).attr('y2', y);
    beside(svg, d3.axisLeft(y).ticks(5).tickFormat(share), 52);
    below(svg, d3.axisBottom(x).tickValues(powers(x, width)).tickFormat(rate), height - 34).select('.domain').remove();
    axisTitle(svg, (x.range()[0] + x.range()[1]) / 2, height - 2, 'updates a second →');
    axisTitle(svg, 6, 12, 'lost ↑', 'start');
    const boxes = [];
    const taken = box => boxes.some(other => box.x0 < other.x1 && other.x0 < box.x1 && box.y0 < other.y1 && other.y0 < box.y1);
    limits.forEach((limit, i) => {
      const at = x(limit.pace.median);
      svg.append('line').attr('x1', at).attr('x2', at).attr('y1', y(1) - 6 + 0).attr('y2', y(0))
        .style('stroke', 'var(--soft)').attr('stroke-dasharray', '5 4');
      const words = `${limit.name} ${rate(limit.pace.median)}`;
      const half = 3.4 * words.length;
      const middle = Math.min(Math.max(at, x.range()[0] + half), width - half - 2);
      const top = y(1) - 10 + 14 * i;
      svg.append('text').attr('class', 'soft halo').attr('x', middle).attr('y', top)
        .attr('text-anchor', 'middle').text(words);
      boxes.push({x0: middle - half, x1: middle + half, y0: top - 11, y1: top + 3});
    });
    dots.forEach(point => boxes.push({x0: x(point.pace.median) - 6, x1: x(point.pace.median) + 6, y0: y(point.lostShare.median) - 6, y1: y(point.lostShare.median) + 6}));
    const leaders = svg.append('g');
    // From the right, so that neighbours step down one below the other and no leader crosses a name.
    for (const point of [...dots].sort((a, b) => b.pace.median - a.pace.median)) {
      const at = [x(point.pace.median), y(point.lostShare.median)];
      const promise = PROMISES[point.promise] || PROMISES.none;
      const group = svg.append('g');
      if (point.pace.max > point.pace.min) {
        group.append('line').attr('class', 'range').attr('x1', x(Math.max(0.1, point.pace.min))).attr('x2', x(point.pace.max))
          .attr('y1', at[1]).attr('y2', at[1]);
      }
      group.append('path').attr('transform', `translate(${at})`).attr('d', d3.symbol(promise.shape, 90)())
        .style(promise.hollow ? 'stroke' : 'fill', `var(--${point.promise})`).attr('stroke-width', promise.hollow ? 2.5 : 0)
        .style(promise.hollow ? 'fill' : 'stroke', 'none');
      group.append('title').text(`${point.name}: ${ranged(point.pace, rate)} updates a second, lost ${ranged(point.lostShare, share)}`);
      const words = shorten(point.name, 24);
      const wide = 6.9 * words.length;
      let box;
      let place;
      for (let step = 0; step < 40; step++) {
        // Beside the dot first, then further and further below it.
        const left = step % 2 === 0;
        const baseline = step === 0 ? at[1] - 10 : at[1] + 16 + 13 * Math.floor((step - 1) / 2);
        let from = step === 0 ? at[0] - wide / 2 : left ? at[0] - wide - 3 : at[0] + 3;
        from = Math.min(Math.max(from, x.range()[0] + 2), width - wide - 2);
        box = {x0: from - 2, x1: from + wide + 2, y0: baseline - 11, y1: baseline + 3};
        place = [from, baseline];
        if (!taken(box) && box.y1 < height - 36) {
          break;
        }
      }
      boxes.push(box);
      if (place[1] > at[1] + 20) {
        leaders.append('path').attr('class', 'leader').attr('fill', 'none')
          .attr('d', `M${at[0]},${at[1] + 6}V${place[1] - 4}`);
      }
      group.append('text').attr('class', 'halo').attr('x', place[0]).attr('y', place[1]).text(words);
    }
    const key = element('ul', {class: 'key'});
    for (const promise of new Set(dots.map(point => point.promise))) {
      const sample = d3.create('svg').attr('aria-hidden', 'true').attr('viewBox', '0 0 22 16');
      const {shape, hollow} = PROMISES[promise] || PROMISES.none;
      sample.append('path').attr('transform', 'translate(11,8)').attr('d', d3.symbol(shape, 90)())
        .style(hollow ? 'stroke' : 'fill', `var(--${promise})`).style(hollow ? 'fill' : 'stroke', 'none').attr('stroke-width', hollow ? 2.5 : 0);
      key.append(element('li', {}, sample.node(), 'promise: ' + promise));
    }
    figure.prepend(key);
    figure.append(
      caption('One mark a strategy: how many updates a second all workers made together (to the right, each line ten times the one before), and what share of the writes was lost (upwards). '
        + (limits.length ? 'The dashed lines are limits: as fast as the server and the wire allow a lock at the most. ' : '') + 'A mark\'s shape is what the strategy promises.',
        'at the bottom, and far to the right.', seen),
      figures(['strategy', 'updates/s', 'lost'], [...dots, ...limits].map(point =>
        [point.name, ranged(point.pace, rate), point.lostShare ? ranged(point.lostShare, share) : '-'])));
  }

  /* 5: latency */
  const GLYPHS = [d3.symbolCircle, d3.symbolSquare, d3.symbolDiamond, d3.symbolTriangle, d3.symbolTimes];

  function latency(figure, points, percentiles) {
    const panels = [['waits', 'Waiting for the lock'], ['holds', 'Holding it']]
      .map(([what, title]) => ({what, title, shown: points.filter(point => point[what].length)}))
      .filter(panel => panel.shown.length);
    if (!panels.length) {
      return nothing(figure, 'No times were recorded, so there are none to compare.');
    }
    const all = panels.flatMap(panel => panel.shown.flatMap(point => point[panel.what].map(range => Math.max(1, range.median))));
    replace(figure);
    const key = element('ul', {class: 'key'});
    percentiles.forEach((words, i) => {
      const sample = d3.create('svg').attr('aria-hidden', 'true').attr('viewBox', '0 0 22 16');
      glyph(sample.append('g').attr('transform', 'translate(11,8)'), i);
      key.append(element('li', {}, sample.node(), words === 'max' ? 'the longest' : words + ' took no longer'));
    });
    figure.append(key);
    const sentences = [];
    const rows = [];
    for (const {what, title, shown} of panels) {
      const rowHeight = 26;
      const best = d3.least(shown, point => point[what][2].median);
      const sentence = `${title}: ${best.name} has the shortest 99 %, ${nanos(best[what][2].median)}`
        + (shown.length > 1 ? `, ${d3.greatest(shown, point => point[what][2].median).name} the longest, ${nanos(d3.max(shown, point => point[what][2].median))}.` : '.');
      sentences.push(sentence);
      figure.append(element('h3', {}, title));
      const {svg, width, height} = drawing(figure, shown.length * rowHeight + 34, sentence);
      const {names, room} = rowNames(shown, width);
      const x = logScale(all, [room, width - 20]);
      const ticks = powers(x, width - room);
      grid(svg, x, ticks, 0, height - 30);
      shown.forEach((point, i) => {
        const y = i * rowHeight + 13;
        named(svg, point, room - 8, y, names[i]);
        const at = point[what].map(range => x(Math.max(1, range.median)));
        svg.append('line').attr('x1', at[0]).attr('x2', at[at.length - 1]).attr('y1', y).attr('y2', y)
          .style('stroke', 'var(--survived-edge)').attr('stroke-width', 1.5);
        at.forEach((place, k) => glyph(svg.append('g').attr('transform', `translate(${place},${y})`), k)
          .append('title').text(`${point.name}, ${percentiles[k]}: ${ranged(point[what][k], nanos)}`));
        rows.push([`${point.name}, ${what === 'waits' ? 'waiting' : 'holding'}`, ...point[what].map(range => ranged(range, nanos))]);
      });
      below(svg, d3.axisBottom(x).tickValues(ticks).tickFormat(nanos), height - 28);
    }
    figure.append(
      caption('A line for each strategy, from the median to the longest; time to the right, each line ten times the one before.',
        'everything far to the left, and close together: nobody is made to wait much longer than others.', sentences.join(' ')),
      figures(['', ...percentiles], rows));
  }

  function glyph(parent, i) {
    const cross = GLYPHS[i] === d3.symbolTimes;
    return parent.append('path').attr('d', d3.symbol(GLYPHS[i], i === 0 ? 60 : 48)())
      .style(cross ? 'stroke' : 'fill', i >= 3 ? 'var(--lost)' : i === 0 ? 'var(--ink)' : 'var(--survived-edge)')
      .style(cross ? 'fill' : 'stroke', cross ? 'none' : 'var(--paper)').attr('stroke-width', cross ? 2.2 : 1);
  }

  /* 6: scaling */
  function scaling(figure, lines, setting) {
    const shown = lines.filter(line => line.settings.includes(setting) && line.steps.length > 1);
    if (!shown.length) {
      return nothing(figure, 'All of this was done with one number of workers, so there is no scaling to show; compare --workers 1,2,4,8 shows it.');
    }
    const measures = [
      {title: 'updates a second', of: step => step.pace, format: rate, log: true},
      {title: 'wait, 99 %', of: step => step.waitP99, format: nanos, log: true},
      {title: 'fairness (Jain)', of: step => step.jain, format: value => Number(value).toFixed(2)},
    ];
    const change = shown.filter(line => !line.limit).map(line => {
      const [a, b] = [line.steps[0], line.steps[line.steps.length - 1]];
      return {name: line.name, from: a.workers, to: b.workers, factor: b.pace.median / a.pace.median};
    });
    const best = d3.greatest(change, line => line.factor);
    const worst = d3.least(change, line => line.factor);
    const said = line => `${line.name} makes ${line.factor.toFixed(line.factor < 10 ? 1 : 0)} times as many updates with ${line.to} workers as with ${line.from}`;
    const seen = best ? (best === worst ? said(best) + '.' : `${said(best)}; ${said(worst)}.`) : '';
    replace(figure);
    const panels = element('div', {class: 'panels'});
    figure.append(panels);
    const places = measures.map(() => panels.appendChild(element('div', {})));
    measures.forEach((measure, k) => {
      const place = places[k];
      const series = shown.map((line, i) => ({line, i, at: line.steps.filter(measure.of).map(step => ({x: step.workers, y: measure.of(step)}))}))
        .filter(one => one.at.length > 1);
      if (!series.length) {
        place.append(element('p', {class: 'soft'}, `${measure.title}: nobody waits.`));
        return;
      }
      place.append(element('h3', {}, measure.title));
      const {svg, width, height} = drawing(place, 300, measure.title + ' over the number of workers. ' + seen);
      const longest = Math.min(14, d3.max(series, one => one.line.name.length));
      const right = width - 12 - 7 * longest;
      const workers = [...new Set(series.flatMap(one => one.at.map(point => point.x)))].sort((a, b) => a - b);
      const x = d3.scalePoint().domain(workers).range([62, right]);
      const values = series.flatMap(one => one.at.map(point => point.y.median));
      const range = [height - 44, 14];
      const y = measure.log
        ? logScale(values.map(value => Math.max(value, 0.1)), range)
        : d3.scaleLinear().domain([0, Math.max(1, d3.max(values))]).range(range);
      const ticks = measure.log ? powers(y, height * 1.6) : y.ticks(5);
      svg.append('g').attr('class', 'grid').selectAll('line').data(ticks).join('line')
        .attr('x1', 62).attr('x2', right).attr('y1', y).attr('y2', y);
      beside(svg, d3.axisLeft(y).tickValues(ticks).tickFormat(measure.format), 56);
      below(svg, d3.axisBottom(x), height - 36);
      axisTitle(svg, (62 + right) / 2, height - 4, 'workers');
      const ends = series.map(one => ({...one, label: y(Math.max(one.at[one.at.length - 1].y.median, measure.log ? 0.1 : 0))}))
        .sort((a, b) => a.label - b.label);
      ends.forEach((one, i) => { one.place = Math.max(one.label, i ? ends[i - 1].place + 13 : 8); });
      const over = ends.length ? ends[ends.length - 1].place - (height - 40) : 0;
      if (over > 0) {
        for (let i = ends.length - 1; i >= 0; i--) {
          ends[i].place = Math.min(ends[i].place, i === ends.length - 1 ? height - 40 : ends[i + 1].place - 13);
        }
      }
      for (const one of ends) {
        const colour = one.line.limit ? 'var(--soft)' : PALETTE[one.i % PALETTE.length];
        const path = d3.line().x(point => x(point.x)).y(point => y(Math.max(point.y.median, measure.log ? 0.1 : 0)));
        svg.append('path').attr('d', path(one.at)).style('fill', 'none').style('stroke', colour).attr('stroke-width', 2)
          .attr('stroke-dasharray', one.line.limit ? '5 4' : DASHES[Math.floor(one.i / PALETTE.length) % DASHES.length]);
        for (const point of one.at) {
          svg.append('path').attr('transform', `translate(${x(point.x)},${y(Math.max(point.y.median, measure.log ? 0.1 : 0))})`)
            .attr('d', d3.symbol(MARKS[one.i % MARKS.length], 44)()).style('fill', colour)
            .append('title').text(`${one.line.name}, ${point.x} workers: ${ranged(point.y, measure.format)}`);
        }
        svg.append('line').attr('class', 'leader').attr('x1', right + 5).attr('x2', right + 11).attr('y1', one.label).attr('y2', one.place);
        svg.append('text').attr('x', right + 13).attr('y', one.place).attr('dy', '.35em').text(shorten(one.line.name, 14))
          .style('fill', colour);
      }
    });
    figure.append(
      caption('The number of workers to the right; each strategy is a line with its name at the end. Updates a second and waiting on axes where each line is ten times the one before.',
        'updates that rise or hold with more workers, waiting that rises no faster than the workers, fairness that stays at 1.', seen),
      figures(['strategy', 'workers', ...measures.map(measure => measure.title)], shown.flatMap(line => line.steps.map(step =>
        [line.name, String(step.workers), ...measures.map(measure => ranged(measure.of(step), measure.format))]))));
  }

  /* 7: the balance over the writes */
  function balance(figure, run) {
    if (!run) {
      return nothing(figure, 'No run was journaled, so there are no writes to show.');
    }
    const {version, actual, expected} = run.curve;
    const last = version.length - 1;
    const opens = version.findIndex((_, i) => actual[i] !== expected[i]);
    const gap = actual[last] - expected[last];
    const seen = opens < 0
      ? `the two lines are one: after ${count(run.writes)} writes the balance is ${count(actual[last])}, as it should be.`
      : `the gap opens at version ${count(version[opens])}; at the end, after ${count(run.writes)} writes, the balance is ${count(actual[last])} and should be ${count(expected[last])} (${text.signed(gap)}).`;
    replace(figure);
    const {svg, width, height} = drawing(figure, 340, `The balance over the writes of ${run.name}: ` + seen);
    const x = d3.scaleLinear().domain([0, version[last]]).range([70, width - 20]);
    const y = d3.scaleLinear().domain(d3.extent([...actual, ...expected])).nice().range([height - 44, 14]);
    svg.append('g').attr('class', 'grid').selectAll('line').data(y.ticks(6)).join('line')
      .attr('x1', 70).attr('x2', width - 20).attr('y1', y).attr('y2', y);
    beside(svg, d3.axisLeft(y).ticks(6).tickFormat(count), 64);
    below(svg, d3.axisBottom(x).ticks(width < NARROW ? 4 : 8).tickFormat(count), height - 36);
    axisTitle(svg, (70 + width - 20) / 2, height - 2, 'writes, in the order in which Redis executed them');
    const at = d3.range(version.length);
    svg.append('path').style('fill', hatch(svg, 'var(--lost)', 'var(--lost-paper)')).style('fill-opacity', .75)
      .attr('d', d3.area().x(i => x(version[i])).y0(i => y(actual[i])).y1(i => y(expected[i]))(at));
    svg.append('path').style('fill', 'none').style('stroke', 'var(--ink)').attr('stroke-width', 1.4).attr('stroke-dasharray', '6 3')
      .attr('d', d3.line().x(i => x(version[i])).y(i => y(expected[i]))(at));
    svg.append('path').style('fill', 'none').style('stroke', 'var(--survived-edge)').attr('stroke-width', 1.6)
      .attr('d', d3.line().x(i => x(version[i])).y(i => y(actual[i]))(at));
    if (opens >= 0) {
      const mark = x(version[opens]);
      svg.append('line').attr('x1', mark).attr('x2', mark).attr('y1', 14).attr('y2', height - 44).style('stroke', 'var(--lost)').attr('stroke-dasharray', '2 3');
      svg.append('text').attr('class', 'halo').attr('x', mark + 5).attr('y', 24).text(`gap opens at version ${count(version[opens])}`);
    }
    const key = element('ul', {class: 'key'});
    for (const [words, colour, dash] of [['the balance', 'var(--survived-edge)', null], ['what it should have been', 'var(--ink)', '6 3']]) {
      const sample = d3.create('svg').attr('aria-hidden', 'true').attr('viewBox', '0 0 22 16');
      sample.append('line').attr('x2', 22).attr('y1', 8).attr('y2', 8).style('stroke', colour).attr('stroke-width', 2).attr('stroke-dasharray', dash);
      key.append(element('li', {}, sample.node(), words));
    }
    figure.prepend(key);
    const step = Math.max(1, Math.floor(last / 20));
    const rows = at.filter(i => i % step === 0 || i === opens || i === last)
      .map(i => [count(version[i]), count(actual[i]), count(expected[i]), text.signed(actual[i] - expected[i])]);
    figure.append(
      caption(`${run.name}. The writes to the right, the balance upwards: the line is the balance that each write left, the dashed one the opening plus everything written so far. The hatched gap between them is money lost (or made) by overwriting.`,
        'one line, no gap.', seen),
      figures(['version', 'balance', 'should be', 'gap'], rows));
  }

  return {losses, price, latency, scaling, balance};
})();
