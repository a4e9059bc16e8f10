"""Duties: who must, who may, by when and why: matters, standards, calendar, routing. No single cases."""
