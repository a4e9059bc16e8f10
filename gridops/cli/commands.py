"""The command `gridops` and the table of its subcommands; each is imported only when it is called.

A failure that was foreseen ends as one line on the error output and the exit code 1, never as a traceback.
"""

from __future__ import annotations

from importlib import import_module

import click

from gridops import __version__
from gridops.cli.cluster.spec import ClusterError
from gridops.cli.refusals import words_of
from gridops.config import ConfigError

# name: (module, attribute, the line shown by --help)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "backup": ("gridops.cli.keeping", "backup", "Database, photos and the log's head as one set, verified."),
    "db": ("gridops.cli.database", "db", "The database: up, down, status, reset, migrate, check."),
    "demo": ("gridops.cli.demo", "demo", "The demonstration, and a season of past cases: load, clear."),
    "docs": ("gridops.cli.documents", "write_documents", "Write the documents that follow from the code."),
    "doctor": ("gridops.cli.doctor", "doctor", "What the service stands on: each fault says what to type."),
    "duties": ("gridops.cli.duties", "duties", "Standards and calendar in and out, the clock tried."),
    "endpoints": ("gridops.cli.endpoints", "endpoints", "Every endpoint with who may call it."),
    "geo": ("gridops.cli.geo", "geo", "Coordinates: from one datum to another."),
    "geodata": ("gridops.cli.geodata", "geodata", "Boundaries: make, check, import, put in force."),
    "init": ("gridops.cli.init", "init", "Choose the district; ends with the first administrator's code."),
    "insight": ("gridops.cli.insight", "insight", "The roll-ups behind counts: verify them, rebuild them."),
    "live": ("gridops.cli.serve", "live", "The sockets of all web processes, in a process of their own."),
    "log": ("gridops.cli.log", "log", "The log's chain: verify it, print its head."),
    "pages": ("gridops.cli.pages", "pages", "The pages' scripts and styles: check and format them."),
    "people": ("gridops.cli.people", "people", "Accounts: a one-time code to sign in with."),
    "replay-311": ("gridops.cli.replay.command", "replay", "Send a city's own requests through the service."),
    "restore": ("gridops.cli.keeping", "restore", "Bring such a set back into an empty place."),
    "retention": ("gridops.cli.retention", "retention", "How long each kind is kept; what would go now."),
    "serve": (
        "gridops.cli.serve",
        "serve",
        "Web processes, one live process, one worker, until Ctrl-C (make run).",
    ),
    "simulate": ("gridops.cli.simulation.command", "simulate", "Phones, dispatchers and handlers at work."),
    "worker": ("gridops.cli.serve", "worker", "The sequencer and the timers."),
}


class LazyGroup(click.Group):
    """A group that knows its subcommands by name and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of the alphabet."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command itself; None for an unknown name, which click refuses with a suggestion."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands from the table alone, so that --help imports nothing heavy."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][2]) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a foreseen failure is said in one line."""
        try:
            return super().invoke(ctx)
        except (ConfigError, ClusterError) as err:
            raise click.ClickException(str(err)) from err
        except Exception as err:
            words = words_of(err)
            if words is None:
                raise
            raise click.ClickException(words) from err


@click.group(cls=LazyGroup)
@click.version_option(__version__, prog_name="gridops")
def main() -> None:
    """Field reports, dispatch and area queries for township governance centres."""
