"""Strangers among those who wait: who comes is let in, who has said nothing for longest goes."""

from __future__ import annotations

from gridops.live.lines import MOST_AT_ONCE_BYTES, REFILLED_BYTES_PER_S, Allowance
from gridops.live.waiting import MOST_OF_ADDRESS, SAYS_WHO_S, Visitor, WaitingRoom

MOST = 150


class FakeLine:
    """A line that remembers that it was cut."""

    def __init__(self) -> None:
        self.is_cut = False

    def cut(self) -> None:
        self.is_cut = True

    def end(self) -> None:
        self.is_cut = True


class Clock:
    """A time that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def _room(clock: Clock | None = None) -> WaitingRoom:
    return WaitingRoom(MOST, now=clock or Clock())


def _enter(room: WaitingRoom, count: int, address: str = "") -> list[Visitor]:
    made = [Visitor(FakeLine(), address) for _ in range(count)]
    for one in made:
        room.enter(one)
    return made


def _cut(visitors: list[Visitor]) -> int:
    return sum(one.line.is_cut for one in visitors)  # type: ignore[attr-defined]


def test_whoever_comes_too_late_to_be_admitted_is_not() -> None:
    clock = Clock()
    room = _room(clock)
    [visitor] = _enter(room, 1)
    clock.now += SAYS_WHO_S
    room.send_away()
    assert _cut([visitor]) == 1
    assert not room.admit(visitor)


def test_who_is_admitted_stays_and_is_admitted_once() -> None:
    clock = Clock()
    room = _room(clock)
    [visitor] = _enter(room, 1)
    assert room.admit(visitor)
    assert not room.admit(visitor)
    clock.now += 1_000
    room.send_away()
    _enter(room, MOST * 2)
    assert _cut([visitor]) == 0
    assert (room.admitted, len(room)) == (1, 1 + MOST)
    room.leave(visitor)
    assert room.admitted == 0


def test_a_full_room_lets_the_newest_in_and_the_oldest_go() -> None:
    room = _room()
    first, others = _enter(room, 1), _enter(room, MOST - 1)
    assert _cut(first + others) == 0
    newest = _enter(room, 1)
    assert (_cut(first), _cut(others), _cut(newest)) == (1, 0, 0)
    assert room.admit(newest[0])


def test_one_address_takes_its_own_places_only() -> None:
    room = _room()
    [quiet] = _enter(room, 1, "10.0.0.1")
    crowd = _enter(room, MOST * 3, "10.0.0.2")
    assert _cut(crowd) == MOST * 3 - MOST_OF_ADDRESS
    assert _cut([quiet]) == 0


def test_who_is_known_by_his_head_is_in_nobodys_way() -> None:
    clock = Clock()
    room = _room(clock)
    known = Visitor(FakeLine(), is_known=True)
    room.enter(known)
    _enter(room, MOST * 3)
    assert _cut([known]) == 0
    clock.now += SAYS_WHO_S
    room.send_away()
    assert _cut([known]) == 1, "he is still to connect in time"


def test_heads_that_say_who_they_are_push_nobody_out_until_they_are_disbelieved() -> None:
    room = _room()
    strangers = _enter(room, MOST)
    claims = [Visitor(FakeLine(), is_known=True) for _ in range(MOST)]
    for one in claims:
        room.enter(one)
    assert _cut(strangers + claims) == 0
    room.disbelieve(claims[0])
    assert (_cut(strangers), _cut(claims)) == (1, 0)
    assert len(room) == MOST * 2 - 1


def test_a_client_may_say_a_little_for_ever_and_much_only_once() -> None:
    clock = Clock()
    allowance = Allowance(clock)
    for _ in range(1_000):
        clock.now += 20
        assert allowance.take(10)
    clock.now += 20
    assert allowance.take(MOST_AT_ONCE_BYTES)
    assert not allowance.take(1)
    clock.now += 1
    assert allowance.take(REFILLED_BYTES_PER_S - 1)
    assert not allowance.take(2)
