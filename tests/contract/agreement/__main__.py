"""The whole document held against the service, every role: `make contract` (ARGS="--only incidents --as admin")."""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
import warnings
from pathlib import Path

from gridops.cli import cluster
from tests.conftest import settings_for
from tests.contract.agreement.running import CAST, run
from tests.databases import Databases
from tests.service import LiveService

PHASES = ("examples", "coverage", "fuzzing", "stateful")


def main() -> int:
    """0 where the document and the service agree, 1 with every disagreement named."""
    asked = argparse.ArgumentParser(prog="make contract", description=__doc__)
    asked.add_argument(
        "--examples", type=int, default=30, help="generated requests for each operation and mode"
    )
    asked.add_argument("--as", dest="accounts", action="append", choices=CAST, help="an account of the cast")
    asked.add_argument("--only", default="", help="a part of the paths (regular expression)")
    asked.add_argument("--phase", dest="phases", action="append", choices=PHASES)
    options = asked.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.INFO)
    found = {}
    for account in options.accounts or CAST:
        began = time.monotonic()
        with (
            Databases(cluster.up(cluster.cluster_for_tests()).url).copy() as url,
            tempfile.TemporaryDirectory() as var,
        ):
            service = LiveService(settings_for(url, Path(var)), url)
            service.start()
            try:
                one = run(
                    service,
                    account,
                    max_examples=options.examples,
                    phases=tuple(options.phases or PHASES),
                    only=options.only,
                )
            finally:
                service.stop()
        found |= one.faults
        seen = ", ".join(f"{status} {n}" for status, n in sorted(one.statuses.items()))
        lasted = f"{time.monotonic() - began:.0f} s"
        print(
            f"{account}: {one.sent} requests in {lasted} ({seen}); {len(one.faults)} disagreements",
            flush=True,
        )
    for told in found.values():
        print(f"✗ {told}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
