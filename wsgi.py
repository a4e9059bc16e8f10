"""The WSGI entry point: `gunicorn wsgi:app --preload`, whose workers begin by themselves (`serving/peeking.py`)."""

import sys

from gridops.app import create_app, warm_up
from gridops.db.rights import RightsError
from gridops.memory import settle

#: gunicorn's word for "could not begin": it ends then, where any other code has it try again for ever.
COULD_NOT_BEGIN = 3

try:
    app = create_app(starts_tail=False)
except RightsError as refusal:
    sys.stderr.write(f"{refusal}\n")
    sys.exit(COULD_NOT_BEGIN)
warm_up(app)
settle()
