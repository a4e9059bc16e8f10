"""The WSGI entry point: `gunicorn wsgi:app`."""

import gc
import sys

from gridops.app import create_app, warm_up
from gridops.db.rights import RightsError

#: gunicorn's word for "could not begin": it ends then, where any other code has it try again for ever.
COULD_NOT_BEGIN = 3

try:
    app = create_app()
except RightsError as refusal:
    sys.stderr.write(f"{refusal}\n")
    sys.exit(COULD_NOT_BEGIN)
warm_up(app)
# What is there now stays to the end: no collection has to walk through it again.
gc.collect()
gc.freeze()
