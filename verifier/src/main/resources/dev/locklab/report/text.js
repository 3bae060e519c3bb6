'use strict';

/* How things are written, and how elements are made. All that comes from the data goes in as text. */
const text = (() => {

  /** An element with attributes and children; children that are strings become text. */
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  function replace(parent, ...children) {
    parent.replaceChildren(...children);
  }

  const count = value => Number(value).toLocaleString('en-US', {maximumFractionDigits: 0});

  const signed = value => (value > 0 ? '+' : '') + value.toLocaleString('en-US');

  function rate(value) {
    return Number(value).toLocaleString('en-US', {maximumFractionDigits: value < 10 ? 1 : 0});
  }

  /** What is not nothing never looks like nothing, and what is not all never like all. */
  function share(value) {
    const percent = 100 * value;
    if (percent > 0 && percent < 0.01) {
      return '<0.01 %';
    }
    if (percent < 100 && percent > 99.99) {
      return '>99.99 %';
    }
    return percent.toLocaleString('en-US', {maximumFractionDigits: percent < 1 ? 2 : percent < 99 ? 0 : 2}) + ' %';
  }

  /** A time given in nanoseconds: three digits at the most, and the unit. */
  function nanos(value) {
    for (const [unit, size] of [['s', 1e9], ['ms', 1e6], ['µs', 1e3]]) {
      if (value >= size * 0.9995) {
        const amount = value / size;
        return (amount < 9.95 ? amount.toFixed(1).replace(/\.0$/, '') : amount.toFixed(0)) + ' ' + unit;
      }
    }
    return Math.round(value) + ' ns';
  }

  /** A list in words: a, b and c. */
  function list(words) {
    return words.length < 2 ? words.join('') : words.slice(0, -1).join(', ') + ' and ' + words[words.length - 1];
  }

  /** Pairs of a term and what there is to say of it. */
  function pairs(entries) {
    const made = element('dl', {class: 'pairs'});
    for (const [term, words] of entries) {
      made.append(element('dt', {}, term), element('dd', {}, words));
    }
    return made;
  }

  /** A table with titles; the first cell of each row is its header. */
  function table(titles, rows) {
    const head = element('tr', {});
    titles.forEach((title, i) => head.append(element('th', {scope: 'col', class: i ? 'number' : ''}, title)));
    const body = element('tbody', {});
    for (const row of rows) {
      const line = element('tr', {});
      row.forEach((cell, i) => line.append(i
        ? element('td', {class: 'number'}, cell)
        : element('th', {scope: 'row'}, cell)));
      body.append(line);
    }
    return element('table', {}, element('thead', {}, head), body);
  }

  /** The same figures as a table, for whoever cannot see the chart or wants them exactly. */
  function figures(titles, rows) {
    return element('details', {}, element('summary', {}, 'The figures'),
      element('div', {class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'The figures of this chart'},
        table(titles, rows)));
  }

  /** A caption: what is drawn, what good looks like, what is seen here. */
  function caption(what, good, seen) {
    const made = element('figcaption', {}, what + ' ', element('b', {}, 'Good: '), good);
    if (seen) {
      made.append(' ', element('b', {}, 'Here: '), seen);
    }
    return made;
  }

  return {element, replace, count, signed, rate, share, nanos, list, pairs, table, figures, caption};
})();
