"""What every answer in JSON carries besides, its body in gzip where the caller takes it. No request is read here."""

from __future__ import annotations

from dataclasses import dataclass

from gridops.web.basemap import Basemap
from gridops.web.packing import is_worth_packing, pack_quickly
from gridops.web.security import closed_headers


@dataclass(frozen=True)
class Closing:
    """The end of an answer that Flask has not made, as `pack` and `harden` give it to the others."""

    basemap: Basemap
    is_https: bool

    def finish(self, body: bytes, accept_encoding: str) -> tuple[bytes, list[tuple[str, str]]]:
        """The body as the caller takes it, and the headers that say so and close it against all else."""
        headers = [*closed_headers(self.basemap.outside, is_https=self.is_https), ("Vary", "Accept-Encoding")]
        if not is_worth_packing(body, accept_encoding):
            return body, headers
        return pack_quickly(body), [*headers, ("Content-Encoding", "gzip")]
