"""GET /incidents: pages of cases as GeoJSON by Django REST framework GIS, as its documentation has it, in one file.

Run by gunicorn. The model is unmanaged and has the columns that ours shows in a feature.
"""

from __future__ import annotations

import os
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings

_URL = urlsplit(os.environ["DATABASE_URL"])
settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    INSTALLED_APPS=["django.contrib.gis", "rest_framework", "rest_framework_gis"],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "UNAUTHENTICATED_USER": None,
    },
    DATABASES={
        "default": {
            "ENGINE": "django.contrib.gis.db.backends.postgis",
            "NAME": _URL.path[1:],
            "USER": _URL.username,
            "PASSWORD": unquote(_URL.password or ""),
            "HOST": _URL.hostname,
            "PORT": _URL.port,
            "CONN_MAX_AGE": None,
            "OPTIONS": {"options": "-c search_path=gridops,public -c jit=off"},
        }
    },
)
django.setup()

from django.contrib.gis.db import models  # noqa: E402 - Django wants its settings first
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework.generics import ListAPIView  # noqa: E402
from rest_framework.pagination import CursorPagination  # noqa: E402
from rest_framework_gis.serializers import GeoFeatureModelSerializer  # noqa: E402

_TEXTS = (
    "case_number", "service_code", "service_name", "service_group", "label_family", "origin", "urgency", "state",
    "level", "grid_code", "grid_name", "scope_code", "due_state", "unit_name",
)  # fmt: skip


class Incident(models.Model):
    """A case, as far as a feature shows it."""

    id = models.UUIDField(primary_key=True)
    geom = models.PointField(srid=4490)
    version = models.IntegerField()
    unit_id = models.UUIDField(null=True)
    is_restricted = models.BooleanField()
    lon = models.FloatField()
    lat = models.FloatField()
    reported_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    for _name in _TEXTS:
        locals()[_name] = models.TextField(null=True)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "incident"


class IncidentSerializer(GeoFeatureModelSerializer):
    """A feature."""

    class Meta:
        model = Incident
        geo_field = "geom"
        fields = ("id", "version", "unit_id", "is_restricted", "lon", "lat", "reported_at", "due_at", *_TEXTS)


class Pages(CursorPagination):
    """Newest first, by key."""

    ordering = ("-reported_at", "-id")
    page_size = 1000


class Incidents(ListAPIView):
    """A thousand at a time."""

    queryset = Incident.objects.all()
    serializer_class = IncidentSerializer
    pagination_class = Pages


urlpatterns = [path("incidents", Incidents.as_view())]
application = get_wsgi_application()
