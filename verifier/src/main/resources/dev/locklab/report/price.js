'use strict';

/* Updates a second against the share that is lost: what correctness costs. */
drawing.add({id: 'price', title: 'What correctness costs', short: 'Price', of: 'setting', draw(figure, {points}) {
  const {replace, rate, share, figures, caption} = text;
  const {ranged} = drawing;
  const pace = point => point.figures.pace;

  const dots = points.filter(point => !point.limit && point.lostShare && pace(point)?.median > 0);
  const limits = points.filter(point => point.limit && pace(point)?.median > 0);
  if (!dots.length) {
    return drawing.nothing(figure, 'No strategy applied and journaled any update, so there is no price to compare.');
  }
  const sound = dots.filter(point => !(point.figures.lost.max > 0)).sort((a, b) => pace(b).median - pace(a).median);
  const fastest = d3.greatest(dots, point => pace(point).median);
  const seen = sound.length
    ? `${sound[0].name} is the fastest that lost nothing, ${rate(pace(sound[0]).median)} updates a second`
      + (fastest.figures.lost.max > 0 ? `; ${fastest.name} makes ${rate(pace(fastest).median)} and loses ${share(fastest.lostShare.median)}.` : '.')
    : 'every strategy lost updates.';
  replace(figure);
  const {svg, width, height} = drawing.canvas(figure, 360, 'Updates a second against the share of lost updates. ' + seen);
  const least = point => Math.max(pace(point).min, pace(point).median / 100);
  const x = drawing.logScale([...dots, ...limits].flatMap(point => [least(point), pace(point).max]), [58, width - 24]);
  const y = d3.scaleLinear().domain([0, 1]).range([height - 98, 34]);
  const ticks = drawing.powers(x, width);
  drawing.upright(svg, x, ticks, y(1), y(0));
  drawing.level(svg, y, y.ticks(5), ...x.range());
  drawing.beside(svg, d3.axisLeft(y).ticks(5).tickFormat(share), 52);
  drawing.below(svg, d3.axisBottom(x).tickValues(ticks).tickFormat(rate), height - 34).select('.domain').remove();
  drawing.title(svg, (x.range()[0] + x.range()[1]) / 2, height - 2, 'updates a second →');
  drawing.title(svg, 6, 12, 'lost ↑', 'start');
  const boxes = [];
  const taken = box => boxes.some(other => box.x0 < other.x1 && other.x0 < box.x1 && box.y0 < other.y1 && other.y0 < box.y1);
  limits.forEach((limit, i) => {
    const at = x(pace(limit).median);
    svg.append('line').attr('x1', at).attr('x2', at).attr('y1', y(1) - 6).attr('y2', y(0))
      .style('stroke', marks.of(limit.name).colour).attr('stroke-dasharray', '5 4');
    const words = `${limit.name} ${rate(pace(limit).median)}`;
    const half = 3.4 * words.length;
    const middle = Math.min(Math.max(at, x.range()[0] + half), width - half - 2);
    const top = y(1) - 10 + 14 * i;
    svg.append('text').attr('class', 'soft halo').attr('x', middle).attr('y', top)
      .attr('text-anchor', 'middle').text(words);
    boxes.push({x0: middle - half, x1: middle + half, y0: top - 11, y1: top + 3});
  });
  dots.forEach(point => {
    const [cx, cy] = [x(pace(point).median), y(point.lostShare.median)];
    boxes.push({x0: cx - 7, x1: cx + 7, y0: cy - 7, y1: cy + 7});
  });
  const leaders = svg.append('g');
  // From the right, so that neighbours step down one below the other and no leader crosses a name.
  for (const point of [...dots].sort((a, b) => pace(b).median - pace(a).median)) {
    const at = [x(pace(point).median), y(point.lostShare.median)];
    const group = svg.append('g');
    if (pace(point).max > pace(point).min) {
      group.append('line').attr('class', 'range').attr('x1', x(least(point))).attr('x2', x(pace(point).max))
        .attr('y1', at[1]).attr('y2', at[1]);
    }
    marks.draw(group.append('g').attr('transform', `translate(${at})`), point.name, 90);
    group.append('title').text(`${point.name}: ${ranged(pace(point), rate)} updates a second, lost ${ranged(point.lostShare, share)}`);
    const words = drawing.shorten(point.name, 24);
    const wide = 6.9 * words.length;
    let box;
    let place;
    for (let step = 0; step < 40; step++) {
      // Above the dot first, then further and further below it, on either side.
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
  figure.append(
    caption(`One mark a strategy: how many updates a second all workers made together (to the right, ${drawing.stepWords(ticks)}), and what share of the writes was lost (upwards). A hollow mark promises nothing. `
      + (dots.some(point => pace(point).max > pace(point).min) ? 'A thin line is the range over repeats. ' : '')
      + (limits.length ? 'The dashed lines are limits: as fast as the server and the wire allow a lock at the most. ' : ''),
      'at the bottom, and far to the right.', seen),
    figures(['strategy', 'updates/s', 'lost'], [...dots, ...limits].map(point =>
      [point.name, ranged(pace(point), rate), point.lostShare ? ranged(point.lostShare, share) : '-'])));
}});
