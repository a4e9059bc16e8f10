"""Commands: start, administration, simulation, replay. No rules of the domain."""

from gridops.cli.commands import main

__all__ = ["main"]
