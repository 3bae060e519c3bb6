'use strict';

/* How long one waits for the lock, and holds it. What has no such time is not drawn. */
drawing.add({id: 'latency', title: 'How long one waits', short: 'Latency', of: 'setting', draw(figure, {points, percentiles}) {
  const {element, replace, nanos, figures, caption} = text;
  const {ranged} = drawing;

  /** How thick the stretch up to a percentile is: the more exceed it, the thicker. */
  const THICK = [0, 13, 8, 4, 1.4];
  const P99 = 2;

  const panels = [['waits', 'Waiting for the lock'], ['holds', 'Holding it']]
    .map(([what, words]) => ({what, words, shown: points.filter(point => point[what].some(range => range.median > 0))}))
    .filter(panel => panel.shown.length);
  if (!panels.length) {
    return drawing.nothing(figure, 'Nobody waited for a lock or held one, so there are no times to compare.');
  }
  const above0 = ranges => ranges.map(range => range.median).filter(value => value > 0);
  const all = panels.flatMap(panel => panel.shown.flatMap(point => above0(point[panel.what])));
  replace(figure);
  figure.append(drawing.key([
    ['the median', svg => svg.append('circle').attr('cx', 11).attr('cy', 8).attr('r', 4.5).style('fill', 'var(--soft)')],
    ...THICK.slice(1).map((thick, i) => [
      percentiles[i + 1] === 'max' ? 'up to the longest' : `up to what ${percentiles[i + 1]} do not exceed`,
      svg => svg.append('rect').attr('width', 22).attr('y', 8 - thick / 2).attr('height', thick).style('fill', 'var(--soft)')])]));
  const sentences = [];
  const rows = [];
  let ticks = [];
  for (const {what, words, shown} of panels) {
    const p99 = point => point[what][P99].median;
    const timed = shown.filter(point => p99(point) > 0);
    const best = d3.least(timed, p99);
    const sentence = !best ? '' : timed.length === 1
      ? `${words}: 99 % of ${best.name} within ${nanos(p99(best))}.`
      : `${words}: ${best.name} has the shortest 99 %, ${nanos(p99(best))}, ${d3.greatest(timed, p99).name} the longest, ${nanos(d3.max(timed, p99))}.`;
    sentences.push(sentence);
    figure.append(element('h3', {}, words));
    const rowHeight = 28;
    const {svg, width, height} = drawing.canvas(figure, shown.length * rowHeight + 34, sentence);
    const room = drawing.nameRoom(shown, width);
    const x = drawing.logScale(all, [room + 4, width - 24]);
    ticks = drawing.powers(x, width - room);
    drawing.upright(svg, x, ticks, 0, height - 30);
    shown.forEach((point, i) => {
      const y = i * rowHeight + 14;
      const {colour} = marks.of(point.name);
      drawing.rowName(svg, point, room, y, width);
      const group = svg.append('g');
      point[what].forEach((range, k) => {
        const before = k && point[what][k - 1].median;
        if (before > 0 && range.median > before) {
          group.append('rect').attr('x', x(before)).attr('width', x(range.median) - x(before))
            .attr('y', y - THICK[k] / 2).attr('height', THICK[k]).style('fill', colour).style('fill-opacity', k === 1 ? .55 : .8);
        }
      });
      const longest = point[what][point[what].length - 1].median;
      group.append('line').attr('x1', x(longest)).attr('x2', x(longest)).attr('y1', y - 4).attr('y2', y + 4).style('stroke', colour).attr('stroke-width', 1.4);
      const first = point[what].find(range => range.median > 0);
      if (first === point[what][0]) {
        marks.draw(group.append('g').attr('transform', `translate(${x(first.median)},${y})`), point.name);
      }
      group.append('title').text(`${point.name}: ` + percentiles.map((name, k) => `${name} ${ranged(point[what][k], nanos)}`).join(', '));
      rows.push([`${point.name}, ${what === 'waits' ? 'waiting' : 'holding'}`, ...point[what].map(range => ranged(range, nanos))]);
    });
    drawing.below(svg, d3.axisBottom(x).tickValues(ticks).tickFormat(nanos), height - 28);
  }
  const none = points.filter(point => !point.limit && !point.waits.some(range => range.median > 0));
  figure.append(
    caption(`A line for each strategy, from the median to the longest, the thinner the fewer take so long; time to the right, ${drawing.stepWords(ticks)}.`
      + (none.length ? ` Nobody waited with ${text.list(none.map(point => point.name))}.` : ''),
      'everything far to the left, and short: nobody is made to wait much longer than others.', sentences.join(' ')),
    figures(['', ...percentiles], rows));
}});
