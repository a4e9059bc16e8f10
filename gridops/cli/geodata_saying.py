"""What commands on boundary files say on the error output: how a file was read, what a repair changed."""

from __future__ import annotations

from collections.abc import Mapping

import click

from gridops.territory.importing.guessing import Guess, samples_of
from gridops.territory.importing.reading import Layer
from gridops.territory.importing.repairing import Repair
from gridops.territory.importing.suspecting import Suspicion

_SHOWN = 3


def say_reading(layer: Layer, guess: Guess) -> None:
    """Tell how a file was understood: system, encoding, fields, the first five names."""
    about = layer.reading
    fields = ", ".join(f"{what}={field}" for what, field in guess.found.items()) or "none found"
    said(f"{about.format}, {about.system.name} ({about.system.known_by}), fields: {fields}")
    if about.encoding:
        said(f"text read as {about.encoding}")
    if names := samples_of(layer.properties, guess.found.get("name")):
        said("names: " + "、".join(names))
    for words in about.said:
        said("· " + " ".join(words))


def say_suspicion(suspicion: Suspicion | None) -> None:
    """Tell what is wrong with the coordinates as a whole."""
    if suspicion is not None:
        said("! " + " ".join(suspicion.words))


def say_repair(done: Repair | None) -> None:
    """Tell what a repair changed, in m², and what it left alone."""
    if done is None:
        return
    furthest = max((c.moved_m for c in done.changes), default=0.0)
    said(
        f"repaired within {done.tolerance_m} m: {len(done.changes)} areas changed by {done.changed_m2:,.1f} m² "
        f"in all, no edge moved by more than {furthest:.3f} m; {len(done.left_alone)} left alone"
    )
    for change in sorted(done.changes, key=lambda c: -c.changed_m2)[:_SHOWN]:
        said(f"  {change.code}: {change.changed_m2:,.1f} m², up to {change.moved_m:.3f} m")


def say_counts(counts: Mapping[str, int]) -> None:
    """Tell how many defects of each kind there are."""
    if counts:
        said("found: " + ", ".join(f"{n} {kind}" for kind, n in counts.items()))


def said(line: str) -> None:
    """One line on the error output."""
    click.echo(line, err=True)
