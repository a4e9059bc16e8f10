"""Set-up of a machine and a checkout: system packages, Python packages, the pages' assets.

The shell files run before any of our Python can; what is Python here needs nothing but the standard library.
"""
