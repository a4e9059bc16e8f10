"""gridops: field reports, dispatch and area queries for township governance centres."""

__version__ = "0.1.0"
