"""The log of any entity, as an auditor reads it: ids and codes, never what was written. Reads only."""
