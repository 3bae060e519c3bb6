'use strict';

/* The balance over the writes of a run. */
drawing.add({id: 'balance', title: 'The balance, write by write', short: 'Balance', of: 'run', draw(figure, run) {
  const {element, replace, count, signed, figures, caption} = text;
  const LEFT = 70;

  if (!run) {
    return drawing.nothing(figure, 'No run was journaled, so there are no writes to show.');
  }
  const {version, actual, expected} = run.curve;
  const last = version.length - 1;
  const opens = version.findIndex((_, i) => actual[i] !== expected[i]);
  const seen = opens < 0
    ? `the two lines are one: after ${count(run.writes)} writes the balance is ${count(actual[last])}, as it should be.`
    : `the gap opens at version ${count(version[opens])}; ${run.live ? 'so far' : 'at the end'}, after ${count(run.writes)} writes, the balance is ${count(actual[last])} and should be ${count(expected[last])} (${signed(actual[last] - expected[last])}).`;
  replace(figure);
  const {svg, width, height} = drawing.canvas(figure, 340, `The balance over the writes of ${run.name}: ` + seen);
  const right = width - 20;
  const x = d3.scaleLinear().domain([0, Math.max(1, version[last])]).range([LEFT, right]);
  const y = d3.scaleLinear().domain(d3.extent([...actual, ...expected])).nice().range([height - 44, 14]);
  drawing.level(svg, y, y.ticks(6), LEFT, right);
  drawing.beside(svg, d3.axisLeft(y).ticks(6).tickFormat(count), LEFT - 6);
  drawing.below(svg, d3.axisBottom(x).tickValues(x.ticks(width < drawing.NARROW ? 4 : 8).filter(Number.isInteger)).tickFormat(count), height - 36);
  drawing.title(svg, (LEFT + right) / 2, height - 2, 'writes, in the order in which Redis executed them');
  const at = d3.range(version.length);
  svg.append('path').style('fill', drawing.hatch(svg)).style('fill-opacity', .75)
    .attr('d', d3.area().x(i => x(version[i])).y0(i => y(actual[i])).y1(i => y(expected[i]))(at));
  const line = (values, wide, dash) => svg.append('path').style('fill', 'none').style('stroke', 'var(--ink)').attr('stroke-width', wide)
    .attr('stroke-dasharray', dash).attr('d', d3.line().x(i => x(version[i])).y(i => y(values[i]))(at));
  line(expected, 1.2, '6 3');
  line(actual, 1.8, null);
  if (opens >= 0) {
    const mark = x(version[opens]);
    svg.append('line').attr('x1', mark).attr('x2', mark).attr('y1', 14).attr('y2', height - 44).style('stroke', 'var(--lost)').attr('stroke-dasharray', '2 3');
    const atEnd = mark > (LEFT + right) / 2;
    svg.append('text').attr('class', 'halo').attr('x', mark + (atEnd ? -5 : 5)).attr('y', 24).attr('text-anchor', atEnd ? 'end' : 'start')
      .text(`gap opens at version ${count(version[opens])}`);
  }
  const stroke = (wide, dash) => sample => sample.append('line').attr('x2', 22).attr('y1', 8).attr('y2', 8)
    .style('stroke', 'var(--ink)').attr('stroke-width', wide).attr('stroke-dasharray', dash);
  figure.prepend(drawing.key([
    ['the balance', stroke(2, null)],
    ['what it should have been', stroke(1.4, '6 3')],
    ...opens < 0 ? [] : [['lost (or made) by overwriting', sample => sample.append('rect').attr('x', 1).attr('y', 2)
      .attr('width', 20).attr('height', 12).style('fill', drawing.hatch(sample))]]]));
  const step = Math.max(1, Math.floor(last / 20));
  const rows = at.filter(i => i % step === 0 || i === opens || i === last)
    .map(i => [count(version[i]), count(actual[i]), count(expected[i]), signed(actual[i] - expected[i])]);
  figure.append(
    caption(`${run.name}. The writes to the right, the balance upwards: the line is the balance that each write left, the dashed one the opening plus everything written so far.`,
      'one line, no gap.', seen),
    figures(['version', 'balance', 'should be', 'gap'], rows));
}});
