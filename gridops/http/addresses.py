"""Whose address a request came from, where proxies stand before the service. No address is kept here."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: A household or an office has at least so much of IPv6 to itself.
_OWN_PREFIX = 64


class Proxies:
    """The addresses whose connections are those of many clients."""

    def __init__(self, networks: Iterable[Network]) -> None:
        self._networks = tuple(networks)
        self.is_one = lru_cache(4_096)(self._is_one)

    def counted(self, peer: str) -> str:
        """What a connection's limits are counted by: its address, of IPv6 the /64; empty for a proxy's."""
        return "" if self.is_one(peer) else _grouped(peer)

    def client_of(self, environ: Mapping[str, Any]) -> str:
        """The same for a WSGI request: through proxies, as the last of them was told who asks."""
        peer = environ.get("REMOTE_ADDR", "")
        for told in reversed(environ.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            if not self.is_one(peer):
                break
            peer = told.strip() or peer
        return self.counted(peer)

    def _is_one(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            # A unix socket's peer has no address: it is a proxy on this machine.
            return not address
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in network for network in self._networks if network.version == found.version)


def _grouped(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if found.version == 4 or found.ipv4_mapped is not None:
        return str(found.ipv4_mapped or found) if found.version == 6 else str(found)
    return str(ipaddress.ip_network((found, _OWN_PREFIX), strict=False).network_address)
