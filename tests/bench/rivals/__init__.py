"""Others that do the same work, as their own documentation says to write and start them; no code of ours runs in them.

They live in an environment of their own (requirements.txt, package-lock.json) that only `make bench` installs.
"""
