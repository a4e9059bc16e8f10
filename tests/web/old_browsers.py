"""What Chrome 80 does not know, found by its spelling: scripts and styles of the phone page may not use it."""

from __future__ import annotations

import re

_SCRIPT = {
    "logical assignment": r"\?\?=|\|\|=|&&=",
    "top-level await": r"^(?:const [^=]+= |let [^=]+= )?await ",
    "import map or assertion": r"^import .* (?:with|assert) \{",
    "bare import": r"^(?:import|export) [^'\n]*from '[^./]",
    "private method": r"^\s+(?:async )?#\w+\(",
    "static block": r"\bstatic \{",
    "numeric separator": r"\b\d+_\d+\b",
    "newer method": r"\.(?:at|replaceAll|findLast|findLastIndex|replaceChildren|flat\(Infinity|groupBy)\(",
    "newer function": r"\b(?:structuredClone|Object\.hasOwn|Object\.groupBy|Promise\.any|AbortSignal\.timeout"
    r"|crypto\.randomUUID|URL\.canParse|Array\.fromAsync)\b",
    "regular expression flag": r"/[gimsuy]*[dv][gimsuy]*\.(?:test|exec)\(",
}
_STYLE = {
    "newer selector": r":(?:is|where|has|user-valid)\(",
    "aspect-ratio": r"\baspect-ratio\s*:",
    "inset": r"(?<![\w-])inset(?:-\w+)*\s*:",
    "flex gap": r"(?<![\w-])(?:row-|column-)?gap\s*:",
    "newer unit": r"\d(?:dvh|svh|lvh|cqw)\b",
    "newer function": r"\b(?:color-mix|oklch|lab)\(",
    "layer or container": r"@(?:layer|container|property)\b",
    "nesting": r"^\s*&",
}


def _found(text: str, patterns: dict[str, str]) -> list[str]:
    return [name for name, pattern in patterns.items() if re.search(pattern, text, re.MULTILINE)]


def newer_script(text: str) -> list[str]:
    """What a module uses that Chrome 80 would refuse or lack."""
    return _found(text, _SCRIPT)


def newer_css(text: str) -> list[str]:
    """What a style sheet relies on that Chrome 80 would pass over."""
    return _found(text, _STYLE)
