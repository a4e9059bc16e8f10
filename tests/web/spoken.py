"""What a page says to whoever reads or hears it, apart from stored texts: names of areas, matters and people."""

from __future__ import annotations

from playwright.sync_api import Page

#: Texts, and what is read aloud or shown on pointing, of all that can be seen. Stored texts are taken out of both.
_SAID = """() => {
  const kept = '.stored, [data-place], .actor-name, [data-language]';
  const words = (node) => node.textContent.trim();
  const stored = new Set([...document.querySelectorAll(kept)].map(words).filter(Boolean));
  const longest = [...stored].sort((a, b) => b.length - a.length);
  const own = (text) => longest.reduce((said, name) => said.split(name).join(''), text).trim();
  const said = [];
  for (const node of document.body.querySelectorAll('*')) {
    if (node.closest(kept) || !node.checkVisibility()) continue;
    for (const child of node.childNodes) if (child.nodeType === Node.TEXT_NODE) said.push(own(child.data));
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext']) {
      if (node.hasAttribute(name)) said.push(own(node.getAttribute(name)));
    }
    for (const place of ['::before', '::after']) {
      const content = getComputedStyle(node, place).content;
      if (content !== 'none' && content !== 'normal') said.push(own(content));
    }
  }
  return [document.title, ...said.filter(Boolean)];
}"""


def said_by(page: Page) -> list[str]:
    """Every text of the page that is not stored, as it stands now."""
    return list(page.evaluate(_SAID))


def chinese(texts: list[str]) -> list[str]:
    """Those that hold a Chinese character."""
    return [text for text in texts if any("\u4e00" <= c <= "\u9fff" for c in text)]
