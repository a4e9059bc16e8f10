"""People: accounts, roles, agencies and units, tokens and sessions, scope. No geometry, no cases."""
