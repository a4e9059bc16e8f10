"""The WSGI entry point: `gunicorn wsgi:app`."""

import gc

from gridops.app import create_app, warm_up

app = create_app()
warm_up(app)
# What is there now stays to the end: no collection has to walk through it again.
gc.collect()
gc.freeze()
