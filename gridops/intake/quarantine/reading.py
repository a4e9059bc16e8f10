"""Pure: a body that could not be read, read another way: what offices' programs send besides UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

#: What programs on Chinese systems write where they do not say what they write.
_ENCODINGS = ("utf-8-sig", "utf-16", "gb18030")


def readings(body: bytes) -> Iterator[bytes]:
    """The body as it came, then as UTF-8 made of it by each way in which it can be read; nothing twice."""
    seen = {body}
    yield body
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and not body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            continue
        try:
            read = body.decode(encoding).strip("\x00\ufeff \r\n\t").encode()
        except UnicodeDecodeError:
            continue
        if read not in seen:
            seen.add(read)
            yield read
