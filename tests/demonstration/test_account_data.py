"""The demonstration's accounts as they lie in their CSV file: roles, areas, units, names. Reads the file only."""

import re

from tests.demonstration.test_catalogue_data import PEOPLE, TOWNSHIPS, split

# username: roles, areas, units
ACCOUNTS = {
    "worker.qingyang": (
        "grid_worker",
        "grid_at:121.27,37.50",
        "grid@grid_at:121.27,37.50|village@village_at:121.27,37.50",
    ),
    "worker2.qingyang": ("grid_worker", "grid_near:121.27,37.50", "grid@grid_near:121.27,37.50"),
    "worker.gaotuan": ("grid_worker", "grid_in:370611102", "grid@grid_in:370611102"),
    "head.qingyang": ("grid_head", "village_at:121.27,37.50", ""),
    "dispatcher.qingyang": ("dispatcher", "370611001", ""),
    "dispatcher.gaotuan": ("dispatcher", "370611102", ""),
    "dispatcher.fushan": ("dispatcher", "370611", ""),
    "handler.qingyang": ("handler", "", "enforcement@370611001"),
    "head.enforcement": ("agency_head", "", "|".join(f"enforcement@{a}" for a in ["370611", *TOWNSHIPS])),
    "supervisor.qingyang": ("supervisor", "370611001", ""),
    "supervisor.gaotuan": ("supervisor", "370611102", ""),
    "supervisor.fushan": ("supervisor", "370611", ""),
    "approver.qingyang": ("approver", "370611001", ""),
    "auditor": ("auditor", "370611", ""),
    "admin": ("admin", "370611", ""),
}


def test_the_fifteen_accounts_have_their_roles_areas_and_units() -> None:
    found = {name: (row["roles"], row["areas"], row["units"]) for name, row in PEOPLE.items()}
    assert len(ACCOUNTS) == 15
    assert found == ACCOUNTS


def test_each_grid_worker_has_a_home_grid_within_the_scope_and_nobody_else_has() -> None:
    for name, row in PEOPLE.items():
        is_worker = "grid_worker" in split(row["roles"])
        assert row["home_grid_of"] == (row["areas"] if is_worker else ""), name


def test_people_have_different_names_and_made_up_numbers() -> None:
    people = list(PEOPLE.values())
    assert len({row["display_name"] for row in people}) == len(people)
    assert len({row["phone"] for row in people}) == len(people)
    assert all(re.fullmatch(r"[一-鿿]{2,4}", row["display_name"]) for row in people)
    assert all(re.fullmatch(r"1390000\d{4}", row["phone"]) for row in people)
