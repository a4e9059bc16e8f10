"""Every room's models, imported by name so that the metadata is whole. Migrations and checks need that."""

from __future__ import annotations

from importlib import import_module

ROOMS = ("log", "timers", "media", "territory", "people", "duties", "incidents", "dispatch", "intake")


def import_all() -> None:
    """Import the models of every room that has tables."""
    for room in ROOMS:
        import_module(f"gridops.{room}.models")
