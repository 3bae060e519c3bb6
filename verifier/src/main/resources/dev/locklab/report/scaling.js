'use strict';

/* What more workers bring. */
drawing.add({id: 'scaling', title: 'More workers', short: 'Scaling', of: 'setting', draw(figure, {all, setting, settings}) {
  const {element, replace, rate, share, nanos, figures, caption} = text;
  const {ranged} = drawing;

  const MEASURES = [
    {title: 'updates a second', key: 'pace', format: rate, log: true},
    {title: 'wait, 99 %', key: 'waitP99', format: nanos, log: true},
    {title: 'fairness (Jain)', key: 'jain', format: value => Number(value).toFixed(2)},
  ];
  const LEFT = 62;

  /** The strategies with several numbers of workers, everything else being as in the setting. */
  function lines() {
    const byName = d3.group(all.flatMap(point => point.settings
      .filter(place => settings[place].apart === settings[setting].apart)
      .map(place => ({name: point.name, limit: point.limit, workers: settings[place].workers, figures: point.figures}))), step => step.name);
    return [...byName.values()].map(steps => d3.sort(steps, step => step.workers)).filter(steps => steps.length > 1);
  }

  const shown = lines();
  if (!shown.length) {
    return drawing.nothing(figure, 'All of this was done with one number of workers, so there is no scaling to show; compare --workers 1,2,4,8 shows it.');
  }
  const change = shown.filter(steps => !steps[0].limit && steps[0].figures.pace?.median > 0).map(steps => {
    const [a, b] = [steps[0], steps[steps.length - 1]];
    return {name: a.name, from: a.workers, to: b.workers, factor: b.figures.pace.median / a.figures.pace.median};
  });
  const best = d3.greatest(change, line => line.factor);
  const worst = d3.least(change, line => line.factor);
  const said = line => line.factor < .95
    ? `${line.name} makes ${share(line.factor)} of the updates with ${line.to} workers that it makes with ${line.from}`
    : `${line.name} makes ${line.factor.toFixed(line.factor < 10 ? 1 : 0)} times as many updates with ${line.to} workers as with ${line.from}`;
  const seen = best ? (best === worst ? said(best) + '.' : `${said(best)}; ${said(worst)}.`) : '';
  replace(figure);
  figure.append(drawing.strategyKey(shown.map(steps => steps[0])));
  const panels = element('div', {class: 'panels'});
  figure.append(panels);
  const axes = [];
  const places = MEASURES.map(() => panels.appendChild(element('div', {})));
  MEASURES.forEach((measure, k) => panel(places[k], measure));
  figure.append(
    caption(`The number of workers to the right; each strategy is a line with its mark and its name at the end. ${axes.join(' ')}`,
      'updates that rise or hold with more workers, waiting that rises no faster than the workers, fairness that stays at 1.', seen),
    figures(['strategy', 'workers', ...MEASURES.map(measure => measure.title)], shown.flat().map(step =>
      [step.name, String(step.workers), ...MEASURES.map(measure => ranged(step.figures[measure.key], measure.format))])));

  function panel(place, measure) {
    const of = step => step.figures[measure.key] && step.figures[measure.key].median;
    // What is nothing has no place on a logarithmic axis, and who does not wait none on that of waits.
    const series = shown.map(steps => steps.filter(step => measure.log ? of(step) > 0 : of(step) !== undefined)).filter(steps => steps.length > 1);
    place.append(element('h3', {}, measure.title));
    if (!series.length) {
      place.append(element('p', {class: 'soft'}, measure.key === 'waitP99' ? 'Nobody waits with more than one number of workers.' : 'Nothing was measured.'));
      return;
    }
    const {svg, width, height} = drawing.canvas(place, 300, measure.title + ' over the number of workers. ' + seen);
    const right = width - 14 - 7 * Math.min(14, d3.max(series, steps => steps[0].name.length));
    const x = d3.scalePoint().domain([...new Set(series.flatMap(steps => steps.map(step => step.workers)))].sort((a, b) => a - b)).range([LEFT, right]);
    const values = series.flatMap(steps => steps.map(of));
    const range = [height - 44, 14];
    const y = measure.log ? drawing.logScale(values, range) : d3.scaleLinear().domain([0, Math.max(1, d3.max(values))]).range(range);
    const ticks = measure.log ? drawing.powers(y, height * 1.6) : y.ticks(5);
    if (measure.log) {
      axes.push(`${measure.title[0].toUpperCase()}${measure.title.slice(1)} upwards, ${drawing.stepWords(ticks)}.`);
    }
    drawing.level(svg, y, ticks, LEFT, right);
    drawing.beside(svg, d3.axisLeft(y).tickValues(ticks).tickFormat(measure.format), LEFT - 6);
    drawing.below(svg, d3.axisBottom(x), height - 36);
    drawing.title(svg, (LEFT + right) / 2, height - 4, 'workers');
    for (const steps of series) {
      const {colour, limit} = marks.of(steps[0].name);
      svg.append('path').attr('d', d3.line().x(step => x(step.workers)).y(step => y(of(step)))(steps))
        .style('fill', 'none').style('stroke', colour).attr('stroke-width', 2).attr('stroke-dasharray', limit ? '5 4' : null);
      for (const step of steps) {
        marks.draw(svg.append('g').attr('transform', `translate(${x(step.workers)},${y(of(step))})`), step.name)
          .append('title').text(`${step.name}, ${step.workers} workers: ${ranged(step.figures[measure.key], measure.format)}`);
      }
    }
    for (const {steps, at, label} of labels(series, steps => y(of(steps[steps.length - 1])), height - 40)) {
      svg.append('line').attr('class', 'leader').attr('x1', right + 7).attr('x2', right + 12).attr('y1', at).attr('y2', label);
      svg.append('text').attr('x', right + 14).attr('y', label).attr('dy', '.35em').text(drawing.shorten(steps[0].name, 14))
        .style('fill', marks.of(steps[0].name).colour);
    }
  }

  /** The names at the ends of the lines, none over another and none below the lowest place. */
  function labels(series, end, lowest) {
    const ends = series.map(steps => ({steps, at: end(steps)})).sort((a, b) => a.at - b.at);
    ends.forEach((one, i) => { one.label = Math.max(one.at, i ? ends[i - 1].label + 13 : 8); });
    for (let i = ends.length - 1; i >= 0; i--) {
      ends[i].label = Math.min(ends[i].label, i === ends.length - 1 ? lowest : ends[i + 1].label - 13);
    }
    return ends;
  }
}});
