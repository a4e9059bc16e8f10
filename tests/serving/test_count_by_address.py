"""Whose address limits are counted by: a client's own, told by a proxy, or nobody's in particular."""

from __future__ import annotations

import ipaddress

import pytest

from gridops import config
from gridops.http.addresses import Proxies

PROXIES = Proxies(ipaddress.ip_network(n) for n in ("127.0.0.0/8", "10.1.0.0/16", "::1"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("8.8.8.8", "", "8.8.8.8"),
        ("8.8.8.8", "1.2.3.4", "8.8.8.8"),
        ("127.0.0.1", "", ""),
        ("", "", ""),
        ("127.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("127.0.0.1", "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        ("127.0.0.1", "9.9.9.9, 1.2.3.4, 10.1.2.3", "1.2.3.4"),
        ("127.0.0.1", "10.1.2.3", ""),
        ("::ffff:127.0.0.1", "", ""),
        ("::ffff:8.8.8.8", "", "8.8.8.8"),
        ("2001:db8:1:2:3::4", "", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::9", "", "2001:db8:1:2::"),
        ("127.0.0.1", "no address", "no address"),
    ],
)
def test_a_client_is_counted_by_what_the_last_proxy_was_told(peer: str, forwarded: str, counted: str) -> None:
    environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
    assert PROXIES.client_of(environ) == counted


def test_what_is_no_address_is_no_proxy() -> None:
    with pytest.raises(config.ConfigError, match="GRIDOPS_PROXIES"):
        config.load({"GRIDOPS_PROXIES": "proxy.example"}, needs_database=False)
