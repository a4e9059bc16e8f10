"""Commands: start, administration, demonstration, simulation. No rules of the domain."""

from gridops.cli.commands import main

__all__ = ["main"]
