'use strict';

/* What charts are made of, and the list of them. A chart is a script of its own that adds itself here: its id, its titles, what it
   is drawn for (a setting or a run), and how. */
const drawing = (() => {
  const {element, replace, count} = text;

  const NARROW = 520;
  const charts = [];
  let hatches = 0;

  function add(chart) {
    charts.push(chart);
  }

  /** A drawing as wide as its place; the label is what it says to whoever cannot see it. */
  function canvas(place, height, label) {
    const width = Math.max(280, place.clientWidth || 0);
    const svg = d3.create('svg')
      .attr('viewBox', `0 0 ${width} ${height}`).attr('width', width).attr('height', height)
      .attr('role', 'img').attr('aria-label', label);
    place.append(svg.node());
    return {svg, width, height};
  }

  /** A pattern of slanting lines, for what was lost; the fill to use. */
  function hatch(svg) {
    const id = 'hatch-' + hatches++;
    const pattern = svg.append('defs').append('pattern').attr('id', id)
      .attr('width', 6).attr('height', 6).attr('patternUnits', 'userSpaceOnUse').attr('patternTransform', 'rotate(45)');
    pattern.append('rect').attr('width', 6).attr('height', 6).style('fill', 'var(--lost-paper)');
    pattern.append('line').attr('y2', 6).attr('x1', 1.5).attr('x2', 1.5).style('stroke', 'var(--lost)').attr('stroke-width', 2);
    return `url(#${id})`;
  }

  function below(svg, axis, y) {
    return svg.append('g').attr('class', 'axis').attr('transform', `translate(0,${y})`).call(axis);
  }

  function beside(svg, axis, x) {
    return svg.append('g').attr('class', 'axis').attr('transform', `translate(${x},0)`).call(axis);
  }

  function upright(svg, scale, ticks, y0, y1) {
    svg.append('g').attr('class', 'grid').selectAll('line').data(ticks).join('line')
      .attr('x1', scale).attr('x2', scale).attr('y1', y0).attr('y2', y1);
  }

  function level(svg, scale, ticks, x0, x1) {
    svg.append('g').attr('class', 'grid').selectAll('line').data(ticks).join('line')
      .attr('x1', x0).attr('x2', x1).attr('y1', scale).attr('y2', scale);
  }

  function title(svg, x, y, words, anchor) {
    svg.append('text').attr('class', 'soft').attr('x', x).attr('y', y).attr('text-anchor', anchor || 'middle').text(words);
  }

  function nothing(figure, why) {
    replace(figure, element('p', {class: 'soft nothing'}, why));
  }

  /** A logarithmic axis over values above 0, from one power of ten to another. */
  function logScale(values, range) {
    const low = Math.floor(Math.log10(d3.min(values)) + 1e-9);
    const high = Math.ceil(Math.log10(d3.max(values)) - 1e-9);
    return d3.scaleLog().domain([10 ** low, 10 ** Math.max(low + 1, high)]).range(range);
  }

  /** The ticks of a logarithmic axis: powers of ten, and less of them where there is no room. */
  function powers(scale, width) {
    const [low, high] = scale.domain().map(end => Math.round(Math.log10(end)));
    const step = Math.max(1, Math.ceil((high - low + 1) * 58 / width));
    return d3.range(low, high + 1, step).map(power => 10 ** power);
  }

  /** What the lines of a logarithmic axis mean, in words. */
  function stepWords(ticks) {
    return ticks.length < 2 ? 'on a logarithmic axis'
      : `each line ${ticks[1] / ticks[0] < 11 ? 'ten' : count(ticks[1] / ticks[0])} times the one before`;
  }

  function shorten(name, most) {
    return name.length > most ? name.slice(0, most - 1) + '…' : name;
  }

  /** How much room the names at the left of rows take. */
  function nameRoom(points, width) {
    return 34 + 7 * d3.max(points, point => shorten(point.name, width < NARROW ? 12 : 24).length);
  }

  /** The strategy's name and mark at the left of its row. */
  function rowName(svg, point, x, y, width) {
    svg.append('text').attr('x', x - 24).attr('y', y).attr('dy', '.35em').attr('text-anchor', 'end')
      .text(shorten(point.name, width < NARROW ? 12 : 24)).append('title').text(point.name);
    marks.draw(svg.append('g').attr('transform', `translate(${x - 12},${y})`), point.name);
  }

  /** A key: samples drawn by a function each, with words. */
  function key(entries) {
    return element('ul', {class: 'key'}, ...entries.map(([words, sample]) => {
      const svg = d3.create('svg').attr('aria-hidden', 'true').attr('viewBox', '0 0 22 16');
      sample(svg);
      return element('li', {}, svg.node(), words);
    }));
  }

  /** A key of strategies, by their marks. */
  function strategyKey(points, words) {
    return key(points.map(point => [words ? words(point) : point.name,
      svg => marks.draw(svg.append('g').attr('transform', 'translate(11,8)'), point.name)]));
  }

  function ranged(range, format) {
    return range === undefined ? '-' : range.min === range.max
      ? format(range.median)
      : `${format(range.median)} (${format(range.min)} to ${format(range.max)})`;
  }

  return {NARROW, charts, add, canvas, hatch, below, beside, upright, level, title, nothing, logScale, powers, stepWords, shorten,
    nameRoom, rowName, key, strategyKey, ranged};
})();
