"""The desk pages in a browser: opened signed in, watched for faults, with cases brought to where a test needs them.

Nothing here looks into the database; all goes through HTTP and the page.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response

from gridops.demonstration.sign_ins import PASSWORD
from tests.service import LiveService

#: Answers that a page asks for knowing that they may be refusals; the browser's console names them all.
_TOLD_BY_BROWSER = "Failed to load resource"
READY_MS = 60_000


class Desk:
    """One page in a context of its own; `faults` collects what no page may ever have."""

    def __init__(
        self,
        browser: Browser,
        service: LiveService,
        *,
        width: int = 1440,
        height: int = 900,
        outside: str = "none:",
        locale: str = "zh-CN",
    ) -> None:
        self.service, self.outside = service, outside
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, locale=locale, timezone_id="Asia/Shanghai"
        )
        self.context.set_default_timeout(READY_MS)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("response", self._on_response)
        self.page.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(_TOLD_BY_BROWSER):
            self.faults.append(f"console: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.faults.append(f"{response.status}: {response.url}")

    def _on_request(self, request: Request) -> None:
        self.asked.append(request.url)
        if not request.url.startswith((self.service.url, "blob:", "data:", "ws://127.0.0.1", self.outside)):
            self.faults.append(f"asked outside: {request.url}")

    def sign_in(self, username: str) -> None:
        """Sign the context in by the same endpoint as the form."""
        sent = {"username": username, "password": PASSWORD}
        answer = self.context.request.post(f"{self.service.url}/api/v1/sessions", data=sent)
        assert answer.status == 201, answer.text()

    def open(self, path: str, username: str) -> Page:
        """Open a page signed in and wait until map and stream are there."""
        self.sign_in(username)
        self.page.goto(f"{self.service.url}{path}")
        self.page.wait_for_selector("[data-connection=live]")
        self.page.wait_for_selector("[data-map=ready]")
        return self.page

    def close(self) -> None:
        """Close, and fail where the page had faults."""
        self.context.close()
        assert not self.faults, self.faults


def pick(scope: Page | Locator, name: str, typed: str, code: str) -> None:
    """Choose by typing a name into a picker: what is sent is the code of the option that was chosen."""
    field = scope.locator(f"[data-picker={name}]")
    field.fill(typed)
    scope.locator(f'[data-option="{code}"]').click()


def confirm(page: Page) -> None:
    """Say yes to the question that stands before something is done."""
    page.locator("dialog[data-dialog=confirm] [data-action=yes]").click()


def act(
    service: LiveService, username: str, case: dict[str, Any], action: str, **body: Any
) -> dict[str, Any]:
    """Make a move over HTTP and return the case as it is then."""
    sent = {"version": case["version"], **body}
    path = f"/api/v1/incidents/{case['id']}/actions/{action}"
    answer = service.request(username, "POST", path, json=sent)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def verified_case(service: LiveService, **over: Any) -> dict[str, Any]:
    """A case that the stationed unit has handled and the desk has checked: only closing is left."""
    case = service.report("worker.qingyang", **over)
    case = act(service, "dispatcher.qingyang", case, "dispatch")
    case = act(service, "handler.qingyang", case, "accept")
    case = act(service, "handler.qingyang", case, "handle", kind="clean", note="已清运")
    return act(service, "dispatcher.qingyang", case, "verify", how="phone", result="已办好")


def read(service: LiveService, username: str, case_id: str) -> dict[str, Any]:
    """The case as the service holds it."""
    return dict(service.request(username, "GET", f"/api/v1/incidents/{case_id}").json())


def actions_of(service: LiveService, username: str, case_id: str) -> list[str]:
    """The actions of a case's timeline, oldest first."""
    answer = service.request(username, "GET", f"/api/v1/incidents/{case_id}/timeline")
    return [entry["action"] for entry in answer.json()["items"]]
