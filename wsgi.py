"""The WSGI entry point: `gunicorn wsgi:app`."""

from gridops.app import create_app, warm_up

app = create_app()
warm_up(app)
