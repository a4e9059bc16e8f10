// The page's keys: / goes to the search, Esc leaves the form or the card.

function isTyping(target) {
  return target.closest && target.closest('input, textarea, select, dialog');
}

/** Listens on the document for as long as the page lives. */
export function bindKeys({ side, card, register, search }) {
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !isTyping(event.target) && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
      search.select();
    }
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (side.top === 'card') card.onEscape();
    else if (side.top === 'register') register.close();
  });
}
