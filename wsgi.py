"""The WSGI entry point: `gunicorn wsgi:app`."""

from gridops.app import create_app

app = create_app()
