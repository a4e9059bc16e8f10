"""Attempts to prove who one is: counted before they are tried, and slowed down. No password passes through here."""
