"""HTTP words of media: whole photos, and uploads in pieces. One blueprint, `bp`, for both."""

from __future__ import annotations

from gridops.http.endpoint import blueprint
from gridops.media.routes import photos, uploads

bp = blueprint("media")
bp.register_blueprint(photos.bp)
bp.register_blueprint(uploads.bp)
