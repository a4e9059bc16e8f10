"""The WSGI entry point: `gunicorn wsgi:app --preload`, whose workers begin by themselves (`serving/peeking.py`)."""

import sys

from gridops.app import create_app, warm_up
from gridops.errors import Problem
from gridops.memory import settle

#: gunicorn's word for "could not begin": it ends then, where any other code has it try again for ever.
COULD_NOT_BEGIN = 3


def _words_of(refusal: Exception) -> str | None:
    """What whoever starts this can do about it; None for what is our own fault."""
    # Loaded where it is needed: no process that serves needs the commands.
    from gridops.cli.refusals import words_of

    if isinstance(refusal, Problem):
        return refusal.detail.en or refusal.kind.title.en
    return words_of(refusal)


try:
    app = create_app(starts_tail=False)
    warm_up(app)
except Exception as refusal:
    words = _words_of(refusal)
    if words is None:
        raise
    sys.stderr.write(f"{words}\n")
    sys.exit(COULD_NOT_BEGIN)
settle()
