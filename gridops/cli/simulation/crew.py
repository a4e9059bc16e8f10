"""Everybody together: who signs in as whom, who works where, begun and ended as one."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from random import Random
from threading import Event, Thread
from typing import Any

from gridops import clock
from gridops.cli.simulation.acting import Brief, Person
from gridops.cli.simulation.caller import Caller, Service, ServiceAway
from gridops.cli.simulation.checking import differences, list_cases, read_held
from gridops.cli.simulation.deciding import Move, Post, desk_move, handler_move, post_of
from gridops.cli.simulation.following import Feed
from gridops.cli.simulation.ground import learn_area, learn_ground, learn_units
from gridops.cli.simulation.ledger import Ledger, Record
from gridops.cli.simulation.phones import Phone
from gridops.cli.simulation.planning import Walk, plans

WORKERS = ("worker.qingyang", "worker2.qingyang", "worker.gaotuan")
CLERK = "dispatcher.fushan"
DESKS = ("dispatcher.qingyang", "dispatcher.gaotuan", "dispatcher.fushan", "head.qingyang")
#: The first that belongs to a unit answers for it.
HANDLERS = ("handler.qingyang", "head.enforcement", *WORKERS)
ONE_CLERK_IN = 10
PACE_S, PACES_A_RUN = 25.0, 20
#: The last part of a bounded run in which nothing new is reported, so that what was begun gets on.
REST_SHARE = 0.15
PATIENCE_S = 60.0
STOP_WITHIN_S = 2.0


@dataclass(frozen=True)
class Task:
    """What was asked for; `seconds` None is for ever, `rate` counts reports a second of all phones together."""

    url: str
    workers: int
    seconds: float | None
    seed: int
    rate: float


class Crew:
    """All devices and persons of one run."""

    def __init__(self, task: Task, stop: Event) -> None:
        self.task, self.stop = task, stop
        self.is_endless = task.seconds is None
        self.ledger = Ledger(keeps_closed=not self.is_endless)
        self._service = Service(task.url, stop, None if self.is_endless else PATIENCE_S)
        self._over = Event()
        self._run_id = uuid.uuid4()
        self._callers: list[Caller] = []
        self._since = clock.now() - timedelta(minutes=1)

    def assemble(self) -> None:
        """Sign everybody in and look around; raises SignInRefused or ServiceAway."""
        desks = [self._sign_in(name, "desk") for name in DESKS]
        handlers = [self._sign_in(name, "unit") for name in HANDLERS]
        clerk = next(c for c in desks if c.username == CLERK)
        self._reporters = [clerk, *(c for c in handlers if c.username in WORKERS)]
        self._ground = learn_ground(self._reporters[1])
        self._units = learn_units(clerk, handlers)
        self._matters = {m["service_code"]: m for m in self._ground.matters}
        self._posts = [self._post(c) for c in desks]
        self._persons = [self._person(c, self._choose_at_desk) for c in desks]
        self._persons += [self._person(c, self._choose_in_unit) for c in handlers]
        self._phones = [self._phone(n) for n in range(1, self.task.workers + 1)]
        before = list_cases(self._reporters, self._since)
        self._known = frozenset(case["id"] for cases in before.values() for case in cases)

    def run(self) -> None:
        """Work until the time is over or a stop is asked for; what was begun is finished."""
        begun = time.monotonic()
        for person in self._persons:
            self._start(partial(Feed(person.caller.twin(), person.hear).follow, self._over))
        working = [self._start(partial(person.work, self._over)) for person in self._persons]
        walking = [self._start(partial(self._walk, phone, walk)) for phone, walk in self._phones]
        if self.task.seconds is None:
            self.stop.wait()
            self._over.set()
            self._join([*walking, *working], STOP_WITHIN_S)
            return
        self._join(walking)
        self.stop.wait(max(0.0, self.task.seconds - (time.monotonic() - begun)))
        self._over.set()
        self._join(working)

    def compare(self) -> list[str]:
        """Every difference between what was sent and what the service holds; faults on the way first."""
        held = read_held(self._reporters, self._since, self.ledger.records)
        found = differences(self.ledger.records, self.ledger.photos, held, known=self._known)
        return [*self.ledger.faults, *found]

    def dismiss(self) -> None:
        """Sign everybody out, unless the service has gone first."""
        all(caller.sign_out() for caller in self._callers)

    def _sign_in(self, username: str, device: str) -> Caller:
        caller = Caller(self._service, username, f"simulated {device}")
        caller.sign_in()
        self._callers.append(caller)
        return caller

    def _post(self, caller: Caller) -> Post:
        return Post(caller.username, caller.actor["areas"][0], "grid_head" in caller.actor["roles"])

    def _person(self, caller: Caller, choose: Callable[..., Move | None]) -> Person:
        pace = PACE_S if self.task.seconds is None else min(PACE_S, self.task.seconds / PACES_A_RUN)
        return Person(
            caller,
            self.ledger,
            partial(choose, username=caller.username),
            seed=self.task.seed,
            pace_s=pace,
            adopts=self.is_endless,
        )

    def _choose_at_desk(self, brief: Brief, record: Record, rng: Random, *, username: str) -> Move | None:
        if post_of(self._posts, brief) != username:
            return None
        return desk_move(brief, record, units=self._units, matter=self._matter(brief), rng=rng)

    def _choose_in_unit(self, brief: Brief, record: Record, rng: Random, *, username: str) -> Move | None:
        unit = brief["unit"]
        if unit is None or self._units.handler_of(unit["id"]) != username:
            return None
        return handler_move(brief, record, matter=self._matter(brief), rng=rng)

    def _matter(self, brief: Brief) -> dict[str, Any]:
        return self._matters[brief["service_code"]]

    def _phone(self, number: int) -> tuple[Phone, Walk]:
        is_clerk = number % ONE_CLERK_IN == 0
        username = CLERK if is_clerk else WORKERS[number % len(WORKERS)]
        caller = self._sign_in(username, f"phone {number}")
        phone = Phone(caller, self.ledger, seed=self.task.seed, run_id=self._run_id)
        code = Random(f"{self.task.seed}-{number}-home").choice(self._ground.village_codes)
        walk = Walk(
            number=number,
            ground=self._ground,
            village=learn_area(caller, code),
            every_s=self.task.workers / self.task.rate,
            is_desk=is_clerk,
            photo_share=0.25 if self.is_endless else 0.5,
            bad_share=0.0 if self.is_endless else 0.03,
        )
        return phone, walk

    def _walk(self, phone: Phone, walk: Walk) -> None:
        seconds = None if self.task.seconds is None else self.task.seconds * (1 - REST_SHARE)
        phone.walk(plans(Random(f"{self.task.seed}-{walk.number}"), walk), self.stop, seconds=seconds)

    def _join(self, threads: list[Thread], within_s: float | None = None) -> None:
        give_up = None if within_s is None else time.monotonic() + within_s
        for thread in threads:
            thread.join(None if give_up is None else max(0.0, give_up - time.monotonic()))

    def _start(self, work: Callable[[], None]) -> Thread:
        thread = Thread(target=self._guarded, args=(work,), daemon=True)
        thread.start()
        return thread

    def _guarded(self, work: Callable[[], None]) -> None:
        """A thread that fails is a fault of the run; one of an endless run goes on after a breath."""
        while True:
            try:
                return work()
            except Exception as error:
                if not isinstance(error, ServiceAway) or not self.stop.is_set():
                    self.ledger.fault(f"{type(error).__name__}: {error}")
            if not self.is_endless or self.stop.wait(PACE_S):
                return None
