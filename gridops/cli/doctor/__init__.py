"""`gridops doctor`: what a deployment stands on, looked at part by part; each fault says what to type.

Nothing is changed and nothing is started.
"""

from gridops.cli.doctor.command import doctor

__all__ = ["doctor"]
