"""`python -m tests.torture.crowding`: what a report and a dispatcher's screen feel of each attack, beside none.

Two web processes, one live process and one worker on a database of their own; all attackers at one address and on the
same machine. Ends with 1 where a report failed, a dispatcher stayed out, or a p99 is over three times that without.
"""

from __future__ import annotations

import http.client
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import click
import orjson

from gridops.cli import cluster
from tests.conftest import settings_for
from tests.databases import Databases, take_mark_off
from tests.ending import finish
from tests.live.test_follow_the_stream import Screen
from tests.reports import a_report
from tests.service import LiveService
from tests.torture.attacks import ATTACKS, under

PHONES, PAUSE_S = 4, 0.12
MOST_TIMES = 3.0
#: How long an attack is under way before anything is measured.
BEGIN_S = 2.0


@dataclass
class Felt:
    """What was felt in one round; seconds. `failed` are reports that were not answered 201."""

    reports: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    seated_s: float | None = None
    events: int = 0

    @property
    def p50(self) -> float:
        """The median of a report."""
        return median(self.reports)

    @property
    def p99(self) -> float:
        """The slowest hundredth of the reports."""
        return quantiles(self.reports, n=100, method="inclusive")[98]

    @property
    def is_well(self) -> bool:
        """Whether every report got through and the dispatcher heard of them."""
        return not self.failed and self.seated_s is not None and self.events >= len(self.reports)


@contextmanager
def a_service() -> Iterator[LiveService]:
    """A service on a database of its own, with passwords hashed as in earnest."""
    info = cluster.up(cluster.cluster_for_tests())
    with tempfile.TemporaryDirectory() as folder, Databases(info.url).copy() as url:
        take_mark_off(url)
        made = LiveService(
            settings_for(url, Path(folder)),
            url,
            web_processes=2,
            has_live_process=True,
            GRIDOPS_ARGON2="full",
        )
        made.start()
        try:
            yield made
        finally:
            made.stop()


def feel(service: LiveService, attack: str | None, seconds: float) -> Felt:
    """Reports at a steady pace, each by a connection of its own, and a dispatcher who connects meanwhile."""
    token, felt = service.token("worker.qingyang"), Felt()
    attacking = under(attack, service.ports, token) if attack else nullcontext()
    with attacking:
        time.sleep(BEGIN_S)
        screen = _seat(service, felt)
        until = time.monotonic() + seconds
        phones = [
            threading.Thread(target=_phone, args=[service.ports, token, n, until, felt])
            for n in range(PHONES)
        ]
        for phone in phones:
            phone.start()
        finish(*phones, within_s=seconds + 120)
        if screen is not None:
            _hear(screen, felt)
    return felt


def _seat(service: LiveService, felt: Felt) -> Screen | None:
    began = time.monotonic()
    try:
        screen = Screen(service.url, token=service.token("dispatcher.qingyang"))
        screen.until(lambda: screen.caught_up)
    except Exception as error:
        felt.failed.append(f"the dispatcher stayed out: {type(error).__name__}")
        return None
    felt.seated_s = time.monotonic() - began
    return screen


def _hear(screen: Screen, felt: Felt) -> None:
    def heard() -> int:
        return sum(event["action"] == "incident.reported" for event in screen.events)

    try:
        screen.until(lambda: heard() >= len(felt.reports), seconds=20)
    except AssertionError:
        felt.failed.append("the dispatcher did not hear of all")
    felt.events = heard()
    screen.close()


def _phone(ports: Sequence[int], token: str, number: int, until: float, felt: Felt) -> None:
    turn = number
    while time.monotonic() < until:
        turn += 1
        sent = orjson.dumps(a_report())
        head = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        began = time.monotonic()
        calling = http.client.HTTPConnection("127.0.0.1", ports[turn % len(ports)], timeout=30)
        try:
            calling.request("POST", "/api/v1/reports", sent, head)
            answer = calling.getresponse()
            answer.read()
            if answer.status != http.client.CREATED:
                felt.failed.append(f"answered {answer.status}")
        except (OSError, http.client.HTTPException) as error:
            felt.failed.append(type(error).__name__)
        finally:
            calling.close()
        took = time.monotonic() - began
        felt.reports.append(took)
        time.sleep(max(PAUSE_S - took, 0))


def _say(name: str, felt: Felt, times: float | None) -> None:
    seated = "out" if felt.seated_s is None else f"{felt.seated_s * 1000:.0f}"
    beside = "" if times is None else f"{times:.1f}"
    click.echo(
        f"{name:<34}{len(felt.reports):>8}{felt.p50 * 1000:>10.0f}{felt.p99 * 1000:>10.0f}{beside:>7}"
        f"{seated:>10}{felt.events:>8}  {', '.join(sorted(set(felt.failed)))}"
    )


@click.command()
@click.option(
    "--seconds", type=click.FloatRange(1, 600), default=10, show_default=True, help="Of each round."
)
@click.argument("attacks", nargs=-1, type=click.Choice(list(ATTACKS)))
def crowding(seconds: float, attacks: Sequence[str]) -> None:
    """Print what reports and a dispatcher feel under each attack (all of them unless some are named)."""
    chosen = list(attacks or ATTACKS)
    click.echo(
        f"{'under':<34}{'reports':>8}{'p50 ms':>10}{'p99 ms':>10}{'times':>7}{'seated ms':>10}{'heard':>8}"
    )
    with a_service() as service:
        feel(service, None, 2.0)  # a process's first reports are slower
        quiet = [feel(service, None, seconds)]
        _say("none", quiet[0], None)
        felt = {}
        for name in chosen:
            felt[name] = feel(service, name, seconds)
            _say(name.replace("_", " "), felt[name], felt[name].p99 / quiet[0].p99)
        quiet.append(feel(service, None, seconds))
        _say("none", quiet[1], None)
    beside = max(one.p99 for one in quiet)
    worse = [name for name, one in felt.items() if one.p99 > MOST_TIMES * beside or not one.is_well]
    if worse:
        raise click.ClickException(f"others were crowded out under: {', '.join(worse)}")


if __name__ == "__main__":
    crowding()
