'use strict';

/* The colours: as the system has them, light, or dark. */
const theme = (() => {
  const THEMES = {system: '◐', light: '☀', dark: '☾'};
  const button = document.getElementById('theme');
  let chosen = 'system';

  /** Has the button change the colours, and calls that whenever they are others. */
  function follow(repaint) {
    function dress(name) {
      if (name === 'system') {
        delete document.documentElement.dataset.theme;
      } else {
        document.documentElement.dataset.theme = name;
      }
      repaint();
    }
    button.addEventListener('click', () => {
      const names = Object.keys(THEMES);
      chosen = names[(names.indexOf(chosen) + 1) % names.length];
      button.textContent = `${THEMES[chosen]} ${chosen}`;
      button.setAttribute('aria-label', 'Colours: ' + (chosen === 'system' ? 'as the system' : chosen));
      dress(chosen);
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
    window.addEventListener('beforeprint', () => dress('light'));
    window.addEventListener('afterprint', () => dress(chosen));
  }

  return {follow};
})();
