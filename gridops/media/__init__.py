"""Photos: taken in whole or in pieces, checked, stripped of what they tell, kept as files.

No entity is known here: whose photo it is, is a UUID; who else may see it, is asked of what app.py injects.
"""
