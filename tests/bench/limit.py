"""The limit: the rows of a report written by SQL alone, prepared, driven by pgbench on the same cluster.

The statement is made from a case that the service itself has written, so that it writes the same columns.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

from sqlalchemy import make_url, text

from gridops import config
from gridops.cli.cluster.binaries import find_binaries
from gridops.db.session import Database

#: The clock of pgbench runs while it connects, which costs both sides some thousand hashes; its rate leaves that out.
CONNECTED_A_SECOND = 25

#: What differs from row to row; all other columns are those of the model.
_OWN = {
    "id": "gen_random_uuid()",
    "case_number": "'L' || nextval('gridops.case_number_seq')",
    "lon": "121.2 + random() * 0.1",
    "lat": "37.45 + random() * 0.1",
    "geom": "ST_SetSRID(ST_MakePoint(121.2 + random() * 0.1, 37.45 + random() * 0.1), 4490)",
    "reported_at": "now()",
}


def written_statement(database: Database, case_id: str, *, count: int) -> str:
    """One statement that writes `count` cases like `case_id`, their log entries, and what is pending of them."""
    with database.transaction() as session:
        columns = session.execute(
            text(
                "SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute"
                " WHERE attrelid = 'gridops.incident'::regclass AND attnum > 0 AND NOT attisdropped"
            )
        ).all()
        picked = ", ".join(f'quote_nullable(i."{c.name}"::text) AS "{c.name}"' for c in columns)
        row = session.execute(
            text(f"SELECT {picked} FROM gridops.incident i WHERE id = CAST(:id AS uuid)"), {"id": case_id}
        ).one()
        entry = session.execute(
            text(
                "SELECT quote_nullable(actor_id::text) AS actor, quote_nullable(data::text) AS data,"
                " quote_nullable(areas::text) AS areas, quote_nullable(persons::text) AS persons"
                " FROM gridops.log_entry WHERE entity_id = CAST(:id AS uuid) ORDER BY id LIMIT 1"
            ),
            {"id": case_id},
        ).one()
    names = ", ".join(c.name for c in columns)
    values = ", ".join(_OWN.get(c.name) or f"{_literal(row._mapping[c.name])}::{c.type}" for c in columns)
    return (
        f"WITH made AS (INSERT INTO gridops.incident ({names})"
        f" SELECT {values} FROM generate_series(1, {count}) RETURNING id), logged AS ("
        "INSERT INTO gridops.log_entry (at, actor_id, action, entity, entity_id, version, data, areas, persons)"
        f" SELECT now(), {entry.actor}::uuid, 'incident.reported', 'incident', id, 1,"
        f" {_literal(entry.data)}::jsonb, {entry.areas}::text[], {entry.persons}::uuid[] FROM made RETURNING id)"
        " INSERT INTO gridops.log_pending (entry_id) SELECT id FROM logged;\n"
    )


def _literal(quoted: str) -> str:
    """A quoted value without colons: pgbench takes what follows one for a variable's name."""
    if ":" not in quoted:
        return quoted
    plain = quoted if quoted.startswith("E") else "E" + quoted.replace("\\", "\\\\")
    return plain.replace(":", "\\x3a")


def pgbench(url: str, script: str, *, clients: int, seconds: int) -> float:
    """Transactions a second of a script, as prepared statements over the loopback."""
    parts = make_url(url)
    program = find_binaries().program("pgbench")
    if not program.exists():
        raise SystemExit(f"{program} is missing. Type: sudo apt-get install postgresql")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "script.sql"
        file.write_text(script)
        done = subprocess.run(
            [
                *(
                    program,
                    "-n",
                    "-M",
                    "prepared",
                    "-f",
                    file,
                    "-T",
                    str(seconds + clients // CONNECTED_A_SECOND),
                ),
                *("-c", str(clients), "-j", "1", "-h", "127.0.0.1", "-p", str(parts.port)),
                *("-U", str(parts.username), str(parts.database)),
            ],
            env=config.child_environment(PGPASSWORD=str(parts.password), LC_ALL="C"),
            capture_output=True,
            text=True,
            check=False,
        )
    found = re.search(r"tps = ([\d.]+) \(without", done.stdout)
    if done.returncode != 0 or found is None:
        raise SystemExit(f"pgbench failed: {done.stdout[-500:]} {done.stderr[-500:]}")
    return float(found.group(1))


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))
