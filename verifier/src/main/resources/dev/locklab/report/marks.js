'use strict';

/* Each strategy has one colour and one symbol, the same in every chart and table of the page. A hollow symbol promises nothing.
   Red is for what was lost, the cross and the triangle for lost writes and who erased them: no strategy has those. */
const marks = (() => {
  const HEXAGON = {
    draw(context, size) {
      const radius = Math.sqrt(size / 2.598);
      d3.range(6).forEach(i => context[i ? 'lineTo' : 'moveTo'](radius * Math.cos(i * Math.PI / 3), radius * Math.sin(i * Math.PI / 3)));
      context.closePath();
    },
  };
  const SHAPES = [d3.symbolCircle, d3.symbolSquare, d3.symbolDiamond, HEXAGON, d3.symbolStar, d3.symbolCross, d3.symbolWye];
  const COLOURS = 8;

  const styles = new Map();

  /** Gives each strategy its mark, in the order of the legend. */
  function assign(legend) {
    let strategies = 0;
    for (const one of legend) {
      const i = one.limit ? 0 : strategies++;
      styles.set(one.name, one.limit
        ? {colour: 'var(--soft)', shape: d3.symbolAsterisk, stroked: true, limit: true}
        : {colour: `var(--line-${i % COLOURS})`, shape: SHAPES[i % SHAPES.length], hollow: one.promise === 'none'});
    }
  }

  const of = name => styles.get(name);

  /** The strategy's symbol at the origin of a selection. */
  function draw(parent, name, size) {
    const {colour, shape, hollow, stroked} = of(name);
    return parent.append('path').attr('class', 'mark').attr('d', d3.symbol(shape, size || 64)())
      .style('fill', stroked ? 'none' : hollow ? 'var(--paper)' : colour)
      .style('stroke', hollow || stroked ? colour : 'var(--paper)').attr('stroke-width', hollow ? 2 : 1.2);
  }

  /** The symbol as a picture in a line of text, next to its name. */
  function swatch(name) {
    const sample = d3.create('svg').attr('class', 'swatch').attr('aria-hidden', 'true').attr('viewBox', '0 0 16 16');
    draw(sample.append('g').attr('transform', 'translate(8,8)'), name);
    return sample.node();
  }

  return {assign, of, draw, swatch};
})();
