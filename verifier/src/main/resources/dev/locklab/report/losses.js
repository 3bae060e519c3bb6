'use strict';

/* How many writes were lost, and how many were stale. */
drawing.add({id: 'losses', title: 'What was lost', short: 'Losses', of: 'setting', draw(figure, {points}) {
  const {element, replace, count, share, list, figures, caption} = text;
  const {NARROW, ranged} = drawing;

  const shown = points.filter(point => !point.limit && point.lostShare);
  if (!shown.length) {
    return drawing.nothing(figure, 'No run was journaled, so nobody can tell which updates were lost.');
  }
  const losers = shown.filter(point => point.figures.lost.max > 0);
  const clean = shown.filter(point => !(point.figures.lost.max > 0));
  const seen = (losers.length ? losers.map(point => `${point.name} lost ${share(point.lostShare.median)} of its updates`).join('; ') + '. ' : '')
    + (clean.length ? `${list(clean.map(point => point.name))} lost none.` : '');
  replace(figure);
  const rowHeight = 34;
  const {svg, width, height} = drawing.canvas(figure, shown.length * rowHeight + 44, 'Lost and stale updates. ' + seen);
  const room = drawing.nameRoom(shown, width);
  const x = d3.scaleLinear().domain([0, 1]).range([room, width - (width < NARROW ? 60 : 110)]);
  const ticks = x.ticks(width < NARROW ? 2 : 5);
  drawing.upright(svg, x, ticks, 4, height - 40);
  const lost = drawing.hatch(svg);
  shown.forEach((point, i) => {
    const y = i * rowHeight + 6;
    drawing.rowName(svg, point, room, y + 12, width);
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
    bar(point.lostShare, point.figures.lost, 0, lost, 'var(--lost)');
    bar(point.staleShare, point.figures.stale, 13, 'none', 'var(--soft)');
  });
  drawing.below(svg, d3.axisBottom(x).tickValues(ticks).tickFormat(share), height - 38);
  drawing.title(svg, (x(0) + x(1)) / 2, height - 4, 'share of the writes');
  const sample = fill => box => box.append('rect').attr('x', 1).attr('y', 2).attr('width', 20).attr('height', 12)
    .style('stroke', fill ? 'var(--lost)' : 'var(--soft)').style('fill', fill ? drawing.hatch(box) : 'none');
  figure.prepend(drawing.key([['lost', sample(true)], ['stale', sample(false)]]));
  figure.append(
    caption('Each strategy has two bars: the writes that are not in the balance any more (lost, hatched), and those that overwrote something their writer had not read (stale, hollow), as a share of all its writes; the numbers are counts. A thin line is the range over repeats.',
      'no bar at all.', seen),
    figures(['strategy', 'lost', 'of writes', 'stale', 'of writes'], shown.map(point => [point.name,
      ranged(point.figures.lost, count), ranged(point.lostShare, share), ranged(point.figures.stale, count), ranged(point.staleShare, share)])));
}});
