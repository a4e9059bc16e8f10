"""POST /api/v1/reports in FastAPI with asyncpg: the same rows, with the checks named in CHECKS.

Written as such a service would be: pydantic models, a pool, prepared statements (asyncpg keeps them by itself), one
transaction a request, under the same database role and policies. Started by uvicorn with as many workers as cores.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import asyncpg
import orjson
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

SIGN_IN = """
SELECT t.expires_at, d.id AS device_id, d.revoked_at, a.id, a.display_name, a.is_active,
       array_agg(g.role) AS roles, coalesce(string_agg(g.area_code, ','), '') AS areas,
       coalesce(string_agg(g.unit_id::text, ','), '') AS units
FROM gridops.access_token t JOIN gridops.device d ON d.id = t.device_id
JOIN gridops.account a ON a.id = d.account_id LEFT JOIN gridops.post g ON g.account_id = a.id
WHERE t.token_hash = $1 GROUP BY t.expires_at, d.id, a.id
"""
ENTER = """
SELECT set_config('role', 'gridops_app', true), set_config('gridops.actor', $1, true),
       set_config('gridops.areas', $2, true), set_config('gridops.units', $3, true),
       set_config('gridops.chain_areas', $2, true)
"""
KNOWN = "SELECT reporter_id, content_hash FROM gridops.report_facts(ARRAY[$1::uuid])"
MATTER = """
SELECT s.id, s.service_name, s.service_group, s.label_family, s.default_level, s.urgency_default, s.is_restricted,
       s.intake_mode, p.time_zone, p.district_code, EXISTS (
           SELECT FROM gridops.admission a WHERE a.matter_id = m.id AND a.state IN ('approved', 'ended')
           AND a.valid_from <= current_date AND (a.valid_to IS NULL OR a.valid_to > current_date)) AS is_admitted
FROM gridops.matter m JOIN gridops.standard s ON s.matter_id = m.id CROSS JOIN gridops.deployment p
WHERE m.service_code = $1 AND m.is_active AND s.valid_from <= current_date
  AND (s.valid_to IS NULL OR s.valid_to > current_date)
"""
# The grid, the areas above it, and whether a case stands at this very point already.
PLACE = """
WITH grid AS (
    SELECT v.id, v.code, v.name, v.set_id FROM gridops.area_version v JOIN gridops.boundary_set s ON s.id = v.set_id
    WHERE s.state = 'in_force' AND s.valid_from <= current_date AND (s.valid_to IS NULL OR s.valid_to > current_date)
      AND v.kind = 'base' AND ST_Intersects(v.geom, ST_SetSRID(ST_MakePoint($1, $2), 4490)) ORDER BY v.code LIMIT 1
)
SELECT g.*, (SELECT cases FROM gridops.points_seen(ARRAY[$1::float8], ARRAY[$2::float8], $3)) AS seen,
       (SELECT json_agg(json_build_object('level', v.level, 'kind', v.kind, 'code', v.code, 'name', v.name))
        FROM gridops.area_version v WHERE v.set_id = g.set_id
          AND v.code IN (left(g.code, 6), left(g.code, 9), left(g.code, 12), g.code)) AS areas
FROM grid g
"""
WRITE = """
WITH made AS (
    INSERT INTO gridops.incident (id, case_number, content_hash, version, state, level, is_open, origin, urgency,
        service_code, service_name, service_group, label_family, standard_id, is_restricted, description, lon, lat,
        geom, accuracy_m, location_source, reported_location, grid_version_id, grid_code, grid_name, grid_method,
        grid_probability, grid_candidates, scope_code, reporter_id, reporter_name, device_id, person_ids, fields,
        reported_at, occurred_at, due_state)
    VALUES ($1, $2 || to_char(nextval('gridops.case_number_seq'), 'FM00000000'), $3, 1, 'reported', $4, true, 'patrol',
        $5, $6, $7, $8, $9, $10, false, $11, $12, $13, ST_SetSRID(ST_MakePoint($12, $13), 4490), $14, $15, $16, $17,
        $18, $19, 'inside', 1, $20, $18, $21, $22, $23, ARRAY[$21::uuid], $24, $25, $26, 'normal')
    ON CONFLICT DO NOTHING RETURNING id, case_number
), logged AS (
    INSERT INTO gridops.log_entry (at, actor_id, action, entity, entity_id, version, data, areas, persons)
    SELECT $25, $21, 'incident.reported', 'incident', id, 1, $27, ARRAY[$18::text], ARRAY[$21::uuid] FROM made
    RETURNING id
), pending AS (INSERT INTO gridops.log_pending (entry_id) SELECT id FROM logged)
SELECT case_number FROM made
"""


class Location(BaseModel):
    """Where it is; only coordinates that need no conversion."""

    model_config = ConfigDict(extra="forbid")
    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    coord_sys: Literal["wgs84", "cgcs2000"]
    accuracy_m: float = Field(ge=0)
    source: Literal["gps", "network", "manual"]


class Report(BaseModel):
    """What a phone sends."""

    model_config = ConfigDict(extra="forbid")
    client_id: UUID
    service_code: str = Field(min_length=1, max_length=40)
    description: str = Field("", max_length=5000)
    location: Location
    occurred_at: AwareDatetime
    fields: dict[str, Any] = Field(default_factory=dict)

    def content_hash(self) -> bytes:
        """SHA-256 of what was said."""
        return hashlib.sha256(
            orjson.dumps(self.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
        ).digest()


async def _prepare(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=lambda v: orjson.dumps(v).decode(), decoder=orjson.loads
    )


@asynccontextmanager
async def _pooled(app: FastAPI) -> AsyncIterator[None]:
    size = int(os.environ["RIVAL_POOL"])
    async with asyncpg.create_pool(
        os.environ["DATABASE_URL"],
        min_size=size,
        max_size=size,
        init=_prepare,
        server_settings={"search_path": "gridops,public", "timezone": "UTC", "jit": "off"},
    ) as app.state.pool:
        yield


app = FastAPI(lifespan=_pooled)


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    """Alive."""
    return {"status": "ok"}


@app.post("/api/v1/reports")
async def post_report(report: Report, request: Request) -> Response:
    """One report: signed in, checked, placed and written in one transaction, then the hint."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer":
        raise HTTPException(401)
    async with request.app.state.pool.acquire() as connection:
        async with connection.transaction():
            body = await _accept(connection, report, hashlib.sha256(token.encode()).digest())
        await connection.execute("NOTIFY gridops_pending")
    return Response(orjson.dumps(body, default=str), 201, media_type="application/json")


async def _accept(connection: asyncpg.Connection, report: Report, token_hash: bytes) -> dict[str, Any]:
    now = datetime.now(UTC)
    actor = await connection.fetchrow(SIGN_IN, token_hash)
    if actor is None or actor["revoked_at"] or actor["expires_at"] <= now or not actor["is_active"]:
        raise HTTPException(401)
    if "grid_worker" not in actor["roles"]:
        raise HTTPException(403)
    await connection.fetchrow(ENTER, str(actor["id"]), actor["areas"], actor["units"])
    content = report.content_hash()
    if await connection.fetchrow(KNOWN, report.client_id) is not None:
        raise HTTPException(409)
    matter = await connection.fetchrow(MATTER, report.service_code)
    if (
        matter is None
        or not matter["is_admitted"]
        or matter["is_restricted"]
        or matter["intake_mode"] != "manual"
    ):
        raise HTTPException(422)
    at = report.location
    place = await connection.fetchrow(PLACE, at.lon, at.lat, now - timedelta(days=365))
    if place is None:
        raise HTTPException(422)
    candidates = [{"code": place["code"], "name": place["name"], "probability": 1.0}]
    sent = at.model_dump()
    number = await connection.fetchval(
        WRITE,
        *(
            report.client_id,
            matter["district_code"] + now.strftime("%Y%m%d"),
            content,
            matter["default_level"],
        ),
        *(matter["urgency_default"], report.service_code, matter["service_name"], matter["service_group"]),
        *(
            matter["label_family"],
            matter["id"],
            report.description,
            at.lon,
            at.lat,
            at.accuracy_m,
            at.source,
            sent,
        ),
        *(place["id"], place["code"], place["name"], candidates, actor["id"], actor["display_name"]),
        *(actor["device_id"], report.fields, now, report.occurred_at),
        {"service_code": report.service_code, "grid": place["code"], "to": "reported"},
    )
    if number is None:
        raise HTTPException(409)
    return _shown(report, number, now, matter, place, actor, candidates)


def _shown(
    report: Report, number: str, now: datetime, matter: Any, place: Any, actor: Any, candidates: list[Any]
) -> dict[str, Any]:
    at = report.location
    empty = (
        "external_due_at special_grid on_behalf_of unit routing filed_at dispatched_at handled_at verified_at"
        " answered_at called_back_at call_back due_at closed_at disposition merged_into address"
    )
    return {
        "id": report.client_id,
        "case_number": number,
        "client_id": report.client_id,
        "origin": "patrol",
        "external_numbers": [],
        "urgency": matter["urgency_default"],
        "service_code": report.service_code,
        "service_name": matter["service_name"],
        "service_group": matter["service_group"],
        "label_family": matter["label_family"],
        "restricted": False,
        "description": report.description,
        "fields": report.fields,
        "state": "reported",
        "level": matter["default_level"],
        "location": {**at.model_dump(), "coord_sys": "cgcs2000"},
        "reported_location": at.model_dump(),
        "grid": {
            "code": place["code"],
            "name": place["name"],
            "method": "inside",
            "probability": 1.0,
            "candidates": candidates,
        },
        "areas": orjson.loads(place["areas"]),
        "reporter": {"id": actor["id"], "name": actor["display_name"]},
        "reported_at": now,
        "occurred_at": report.occurred_at,
        "due_state": "normal",
        "version": 1,
        "media": [],
        "dispatches": [],
        "allowed_actions": [],
        **dict.fromkeys(empty.split()),
    }
