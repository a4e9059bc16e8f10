"""`make profile`: where the time of one report goes, in Python and in the database.

The service runs in this process over a filled database; what is shown is the mean of some hundred reports.
"""

from __future__ import annotations

import cProfile
import io
import os
import pstats
import sys
import time
from collections import defaultdict

import click
from sqlalchemy import event

from tests.bench import ground as grounds
from tests.bench.filling import written
from tests.bench.ground import opened
from tests.bench.processor import processor_of
from tests.bench.sending import BATCH, Phones, phones
from tests.bench.statements import MODES, Desk, desk


@click.command()
@click.option("--mode", type=click.Choice(MODES), default="manual", show_default=True)
@click.option("--batch", is_flag=True, help=f"Batches of {BATCH} instead of single reports.")
@click.option("--count", default=200, show_default=True, help="How many requests.")
@click.option("--lines", default=45, show_default=True, help="How many functions are shown.")
@click.option("--own", is_flag=True, help="Sort by a function's own time instead of all under it.")
@click.option("--keep", type=click.Path(), help="Write the profile to a file, for other tools.")
@click.option("--processor", is_flag=True, help="Only the processor's time of a report, over HTTP.")
@click.option("--connections", default=8, show_default=True, help="How many send at once, with --processor.")
def main(
    *,
    mode: str,
    batch: bool,
    count: int,
    lines: int,
    own: bool,
    keep: str | None,
    processor: bool,
    connections: int,
) -> None:
    """Profile reports; BENCH_ROWS is the size of the database (200,000)."""
    rows = int(os.environ.get("BENCH_ROWS", "200000"))
    with grounds.prepared(rows, 1) as ground, written(ground) as url:
        with opened(url) as database, database.transaction() as session:
            sender = phones(session, mode=mode)
        if processor:
            _tell_processor(url, sender, count=count, connections=connections, is_batch=batch)
            return
        _profile(url, sender, count=count, lines=lines, own=own, keep=keep, is_batch=batch)


def _tell_processor(url: str, sender: Phones, *, count: int, connections: int, is_batch: bool) -> None:
    spent = processor_of(url, sender, count=count, connections=connections, is_batch=is_batch)
    click.echo(
        f"{spent.python:.0f} µs of the processor a report in Python, {spent.postgresql:.0f} in PostgreSQL,"
        f" {spent.numbering:.0f} for numbering its entry ({count} requests over {connections} connections)"
    )


def _profile(
    url: str, sender: Phones, *, count: int, lines: int, own: bool, keep: str | None, is_batch: bool
) -> None:
    with desk(url) as at:

        def send(times: int) -> None:
            for _ in range(times):
                if is_batch:
                    body = {"reports": [sender.report() for _ in range(BATCH)]}
                    at.post("/api/v1/reports/batch", body, token=sender.tokens[0], expected=200)
                else:
                    at.post("/api/v1/reports", sender.report(), token=sender.tokens[0])

        send(20)
        spent = _statements(at)
        began = time.perf_counter()
        profile = cProfile.Profile()
        profile.runcall(send, count)
        told = 1000 * (time.perf_counter() - began) / count
        _show(profile, lines, own=own, keep=keep)
        click.echo(f"{told:.2f} ms a request under the profiler; statements of one request, by their time:\n")
        for said, times in sorted(spent.items(), key=lambda item: -sum(item[1])):
            click.echo(f"{1000 * sum(times) / count:7.3f} ms  {len(times) / count:5.2f} times  {said[:120]}")


def _statements(at: Desk) -> dict[str, list[float]]:
    """Seconds of each statement by its text, from now on; what no event tells of is not among them."""
    spent: dict[str, list[float]] = defaultdict(list)
    began: list[float] = []
    event.listen(at.database.engine, "before_cursor_execute", lambda *_: began.append(time.perf_counter()))
    event.listen(
        at.database.engine,
        "after_cursor_execute",
        lambda *a: spent[" ".join(a[2].split())].append(time.perf_counter() - began.pop()),
    )
    return spent


def _show(profile: cProfile.Profile, lines: int, *, own: bool, keep: str | None) -> None:
    out = io.StringIO()
    stats = pstats.Stats(profile, stream=out).strip_dirs()
    stats.sort_stats("tottime" if own else "cumulative").print_stats(lines)
    click.echo(out.getvalue())
    if keep:
        profile.dump_stats(keep)


if __name__ == "__main__":
    sys.exit(main())
