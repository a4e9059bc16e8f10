"""Powers: who may decide what, where, on what basis. No cases."""
