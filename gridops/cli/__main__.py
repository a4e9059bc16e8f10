"""`python -m gridops.cli`, the same as the command `gridops`."""

from gridops.cli import main

main(prog_name="gridops")
