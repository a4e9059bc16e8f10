"""One signed-in device: requests with its token, patient where the service is away. Knows no case."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any

import requests

from gridops.demonstration.sign_ins import PASSWORD

TIMEOUT_S = 40
LONGEST_PAUSE_S = 3.0
#: Answers of a service that is starting, stopping or out of breath: the same request is sent again.
AWAY = frozenset({502, 503, 504})


class ServiceAway(Exception):  # noqa: N818 - what it says
    """The service did not answer for longer than one is willing to wait, or one was told to stop."""


class SignInRefused(Exception):  # noqa: N818 - what it says
    """The service does not know the demonstration's account."""


@dataclass(frozen=True)
class Answer:
    """Status and JSON body of an answer; `code` is that of its problem, empty where it is none."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The problem's code."""
        return str(self.body.get("code", "")) if self.status >= 400 else ""


@dataclass(frozen=True)
class Service:
    """Where the service is, when to stop asking, how long (seconds, None for ever) to wait for it."""

    url: str
    stop: Event
    patience_s: float | None = 60.0


class Caller:
    """A device of an account. Every request may be sent again: ids make that harmless."""

    def __init__(self, service: Service, username: str, device: str) -> None:
        self.service, self.username, self.device = service, username, device
        self.actor: dict[str, Any] = {}
        self._token = ""
        self._signing_in = Lock()
        self._http = _session()

    def twin(self) -> Caller:
        """The same device on a connection of its own, for a request beside another."""
        twin = Caller(self.service, self.username, self.device)
        twin.actor, twin._token = self.actor, self._token
        return twin

    def sign_in(self) -> None:
        """Open a session; raises SignInRefused for an account that is not there."""
        sent = {"username": self.username, "password": PASSWORD, "device_name": self.device}
        self._token = ""
        answer = self._patiently("POST", "/api/v1/sessions", {"json": sent})
        if answer.status != 201:
            raise SignInRefused(f"{self.username} cannot sign in: {answer.code or answer.status}")
        self._token, self.actor = answer.body["token"], answer.body["actor"]

    def sign_out(self) -> bool:
        """End the session, if that takes no waiting; returns whether the service was there."""
        try:
            if self._token:
                url = f"{self.service.url}/api/v1/sessions/current"
                self._http.delete(url, headers=self._headers({}), timeout=2)
            return True
        except requests.RequestException:
            return False
        finally:
            self._token = ""
            self._http.close()

    def send(self, method: str, path: str, **kw: Any) -> Answer:
        """Send to /api/v1 + `path` and return the answer, whatever it is; waits while the service is away."""
        answer = self._patiently(method, f"/api/v1{path}", kw)
        if answer.status == 401 and not self.service.stop.is_set():
            with self._signing_in:
                self.sign_in()
            answer = self._patiently(method, f"/api/v1{path}", kw)
        return answer

    def get(self, path: str, **kw: Any) -> Answer:
        """GET."""
        return self.send("GET", path, **kw)

    def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        """POST of JSON."""
        return self.send("POST", path, json=body)

    def pages(self, path: str, **params: Any) -> list[dict[str, Any]]:
        """All items of a list, page by page; raises ServiceAway where it is refused."""
        items: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            answer = self.get(path, params={**params, "cursor": cursor})
            if answer.status != 200:
                raise ServiceAway(f"{path} answers {answer.status} {answer.code}")
            items += answer.body["items"]
            cursor = answer.body["next_cursor"]
        return items

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        return {**({"Authorization": f"Bearer {self._token}"} if self._token else {}), **more}

    def _patiently(self, method: str, path: str, kw: Mapping[str, Any]) -> Answer:
        pause, begun = 0.05, time.monotonic()
        headers = kw.get("headers", {})
        rest = {name: value for name, value in kw.items() if name != "headers"}
        while True:
            try:
                found = self._http.request(
                    method, self.service.url + path, headers=self._headers(headers), timeout=TIMEOUT_S, **rest
                )
                if found.status_code not in AWAY:
                    return Answer(found.status_code, _json(found))
                why = f"answers {found.status_code}"
            except requests.RequestException as error:
                why = f"does not answer ({type(error).__name__})"
            patience = self.service.patience_s
            is_over = patience is not None and time.monotonic() - begun > patience
            # A request that was begun is finished within one's patience, even when told to stop.
            if is_over or (patience is None and self.service.stop.is_set()):
                raise ServiceAway(f"{self.service.url} {why}")
            time.sleep(pause)
            pause = min(LONGEST_PAUSE_S, pause * 2)


def _session() -> requests.Session:
    session = requests.Session()
    # A proxy of the environment has no business between this machine and itself.
    session.trust_env = False
    return session


def _json(response: requests.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
