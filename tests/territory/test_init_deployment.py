"""Choosing the deployment: once, and measured in metres."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from gridops.errors import Problem
from gridops.territory.deploying import check_agreement, check_measure, init_deployment
from gridops.territory.models import Deployment


@pytest.fixture
def undecided(session):
    """A database for which no district was chosen."""
    session.execute(delete(Deployment))
    session.expire_all()
    return session


@pytest.mark.parametrize("srid", [2249, 4490, 4326, 999999])
def test_a_system_that_is_not_projected_in_metres_is_refused(undecided, srid):
    with pytest.raises(Problem) as refusal:
        init_deployment(undecided, "B", "Boston", srid)
    assert f"EPSG:{srid}" in refusal.value.detail[1]
    assert undecided.get(Deployment, 1) is None


@pytest.mark.parametrize("srid", [4528, 26986, 32651])
def test_projected_systems_in_metres_are_accepted(srid):
    assert check_measure(srid) is None


def test_an_unknown_zone_is_refused(undecided):
    with pytest.raises(Problem, match="no known time zone"):
        init_deployment(undecided, "370611", "福山区", 4528, time_zone="Asia/Fushan")


def test_the_choice_is_made_once(undecided):
    first = init_deployment(undecided, "370611", "福山区", 4528)
    assert init_deployment(undecided, "370611", "福山区", 4528) is first
    with pytest.raises(Problem, match="already"):
        init_deployment(undecided, "370612", "牟平区", 4528)
    with pytest.raises(Problem, match="already"):
        init_deployment(undecided, "370611", "福山区", 4527)


def test_a_start_with_another_measuring_system_is_refused(session):
    assert check_agreement(session, 4528) is None
    with pytest.raises(Problem, match="EPSG:4527"):
        check_agreement(session, 4527)
