'use strict';

/* The incidents, each with its broken version beside the mended one. */
(() => {
  const {element, replace, pairs} = text;
  const GRADES = {
    INTERESTING: ['!', 'broken, and shows it'],
    OK: ['✓', 'mended, and does not'],
    FAILED: ['✕', 'mended, and shows it all the same'],
    UNKNOWN: ['?', 'not seen, or not decided'],
  };
  const data = JSON.parse(document.getElementById('data').textContent);
  const find = id => document.getElementById(id);
  const sample = (grade, words) => element('span', {class: 'heat sample ' + grade},
    element('span', {'aria-hidden': 'true'}, GRADES[grade][0]), ' ' + words);

  find('title').textContent = data.title;
  replace(find('sentences'), element('p', {}, data.headline));
  const seen = new Set(data.incidents.flatMap(incident => incident.sides.map(side => side.grade)));
  replace(find('grades'), ...Object.entries(GRADES).filter(([grade]) => seen.has(grade))
    .map(([grade, [, words]]) => element('li', {}, sample(grade, words))));

  function side(one) {
    return element('div', {class: 'side'},
      element('h4', {}, element('span', {class: 'soft'}, one.side + ' '), one.library),
      element('p', {}, sample(one.grade, one.words), one.asTold ? '' : ' That is not as it is told.'),
      element('p', {}, one.evidence + '.'));
  }

  function card(incident) {
    const issue = incident.url
      ? element('a', {href: incident.url, rel: 'noreferrer'}, incident.issue)
      : incident.issue;
    const sides = incident.sides.map(side);
    if (sides.length < 2) {
      sides.push(element('div', {class: 'side'}, element('h4', {}, element('span', {class: 'soft'}, 'mended in no version yet'))));
    }
    return element('article', {class: 'incident', id: incident.name, 'aria-labelledby': incident.name + '-name'},
      element('h3', {id: incident.name + '-name'}, incident.name, ' ', element('span', {class: 'soft'}, issue)),
      pairs([['Users saw', incident.users], ['Here', incident.proves], ['Versions', incident.versions]]),
      element('div', {class: 'sides'}, ...sides));
  }

  replace(find('cards'), ...data.incidents.map(card));
  for (const incident of data.incidents) {
    find('contents').append(element('a', {href: '#' + encodeURIComponent(incident.name)}, incident.name));
  }
  theme.follow(() => {});
  document.documentElement.dataset.ready = 'true';
})();
