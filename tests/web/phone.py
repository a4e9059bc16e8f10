"""A worker's phone in a test: a small screen with a position, signed in, that collects what its console says."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from gridops.demonstration.sign_ins import PASSWORD
from tests.service import LiveService

HOME = {"longitude": 121.27, "latitude": 37.50, "accuracy": 12}
LANE = {"longitude": 121.20, "latitude": 37.45, "accuracy": 12}


@dataclass
class Phone:
    """One phone and what it complained of."""

    page: Page
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    def begin(self, words: str, code: str) -> None:
        """From the first page to the form, by searching for a matter."""
        self.page.click("[data-tab=home]")
        self.page.click("[data-action=report]")
        self.page.fill(".search", words)
        self.page.click(f"[data-matter={code}]")

    def send(self) -> str:
        """Send the form; the case number that the phone shows."""
        self.page.click("[data-action=send]")
        return str(self.page.get_attribute("[data-case-number]", "data-case-number"))


def watch(page: Page, complaints: list[str]) -> None:
    """Collect errors of the console, of scripts, and of the policy."""
    page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))


@contextmanager
def phone_of(
    browser: Browser,
    service: LiveService,
    username: str,
    *,
    at: dict[str, float] | None = HOME,
    begin_at: str = "/field",
) -> Iterator[Phone]:
    """A phone on which `username` is signed in; without `at` it is refused its position."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
        locale="zh-CN",
        geolocation=at,
        permissions=["geolocation"] if at else [],
    )
    context.set_default_timeout(30_000)
    phone = Phone(context.new_page(), context)
    watch(phone.page, phone.complaints)
    page = phone.page
    page.goto(f"{service.url}{begin_at}")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector("[data-connection=live]")
    yield phone
    context.close()


def a_picture(width: int = 2400, height: int = 1800) -> dict[str, Any]:
    """A large JPEG lying on its side, with a maker in its Exif, as a file for an input."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Phonemaker"
    out = io.BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(out, "JPEG", quality=90, exif=exif.tobytes())
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
