"""A real server, and real browsers before it: what only shows when everything runs together.

Its database holds a small association that the journeys change, and beside it the filled ones, in every corner of which there is
something to see.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen
from uuid import UUID

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from cblp.bootstrap import App, build
from cblp.catalogue.services import listings, products, shops
from cblp.days import add_months
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.demo.files import shopee
from cblp.demo.files.facts import Area, Item, Order
from cblp.importers import Reader
from cblp.intake import services as intake
from cblp.people import passwords
from cblp.people.reports.access import Place
from cblp.people.services import accounts, associations, register, roles, sessions
from cblp.sales.calendar import spoken_month
from cblp.settings import ROOT, Settings
from tests import houses
from tests.browser.serve import clock
from tests.conftest import missing
from tests.filled import TODAY, House
from tests.worlds import copy

CHROMIUM = os.environ.get("CBLP_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
UNUSED = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",  # pages behind the address bar that nobody opens
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning",
)
"""What the browser shall do without: our three pages cost each window a second; the rest is Playwright's list, which ours replaces."""
QUIET = (
    "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    f"--disable-features={','.join(UNUSED)}",
)
PASSWORD, PIN, PHONE = "kopi pagi di teras", "480915", "0812-7411-2233"
SARI, HUSBAND = "sari", "husband"
"""Sari signs in for the first time on her phone; her husband has an account of his own for the same business."""
LAPTOP, MOBILE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
NAME = "Asosiasi Batik Percobaan"
PATIENCE = 30_000
"""Milliseconds: other tests keep the machine busy."""
COUNT_RUNS = """
window.runs = 0
const finished = bytes => {
    let at = 0
    const number = () => {
        let value = 0, size = 1, byte
        do { byte = bytes[at++]; value += (byte & 127) * size; size *= 128 } while (byte > 127)
        return value
    }
    while (at < bytes.length) {
        const field = number()
        if (field === SCRIPT_FINISHED) return number() !== EARLY_FOR_RERUN
        const value = number()
        if (field % 8 === 2) at += value
        else if (field % 8) return false
    }
    return false
}
window.WebSocket = class extends WebSocket {
    constructor(...given) {
        super(...given)
        this.addEventListener('message', ({data}) => { window.runs += data instanceof ArrayBuffer && finished(new Uint8Array(data)) })
    }
}
""".replace("SCRIPT_FINISHED", str(ForwardMsg.DESCRIPTOR.fields_by_name["script_finished"].number << 3)).replace(
    "EARLY_FOR_RERUN", str(ForwardMsg.FINISHED_EARLY_FOR_RERUN)
)
"""In every page: how often its script has come to an end, as the server says. What is drawn doesn't say it always: the beginning and
the end of a run that come together are drawn as one, and then nothing has run."""
SETTLED = """
([runs, patience]) => new Promise((done, fail) => {
    let still
    let moved
    const watch = new MutationObserver(found => { moved = found[0]; clearTimeout(still); still = setTimeout(look, 120) })
    const end = answer => { watch.disconnect(); clearTimeout(still); clearTimeout(late); answer() }
    const late = setTimeout(() => end(() => fail(Error(
        `the page does not come to rest: ${location.pathname}${location.search} is ` +
        `${document.querySelector('[data-testid=stApp]')?.dataset.testScriptState}, ${window.runs} of ${runs} runs, ` +
        `${document.querySelectorAll('[data-testid=stSkeleton]').length} to be loaded, last moved ` +
        `${moved?.type} ${moved?.attributeName} of ${moved?.target.parentElement?.outerHTML.slice(0, 200)}`
    ))), patience)
    const look = () => {
        const app = document.querySelector('[data-testid=stApp]')
        const busy = app.dataset.testScriptState !== 'notRunning' || document.querySelector('[data-testid=stSkeleton]')
        if (busy || window.runs < runs) still = setTimeout(look, 40)
        else end(done)
    }
    watch.observe(document, {subtree: true, childList: true, attributes: true, characterData: true})
    still = setTimeout(look, 120)
})
"""
"""The script has ended (and as often as is wanted), nothing is still being loaded, and nothing on the page moves any more."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a browser test; one worker runs them all, so that there is one server."""
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


class DemoFile(NamedTuple):
    """A file as it would be downloaded."""

    name: str
    content: bytes


@dataclass
class Server:
    """The running server and its database; ``system`` and ``people`` are of the small association, ``house`` is a filled one."""

    app: App
    base: str
    system: Actor
    people: dict[str, Actor]
    house: House
    log: Path

    def token(self, person: str | Actor) -> str:
        """A new session of somebody (of the small association by their role), as the sign-in would open it."""
        token = secrets.token_urlsafe(32)
        who = self.people[person] if isinstance(person, str) else person
        assert who.account is not None
        place = Place(who.association, "", "", who.role)
        with self.app.database.writing(None, who.account) as session:
            sessions.open_session(
                session, token=token, account=who.account, kind="password", place=place, now=self.app.clock(), language="id",
            )
        return token

    def revoke(self, token: str) -> None:
        """End a session from elsewhere."""
        with self.app.database.writing(None) as session:
            sessions.end(session, sessions.hashed(token), now=self.app.clock())


@pytest.fixture(scope="session")
def server(states: houses.States, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """``streamlit run app.py`` with its own database, on a free port."""
    folder = tmp_path_factory.mktemp("server")
    copy(states.file(houses.TWO), folder / "cblp.sqlite")
    since = datetime.now(UTC)
    app = build(Settings(data_dir=folder), clock=partial(clock, since))
    system, people = _fill(app)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CBLP_", "STREAMLIT_"))}
    environ = {**kept, "CBLP_DATA_DIR": str(folder), "CBLP_PORT": str(port), "PYTHONPATH": str(ROOT)}
    command = [
        sys.executable, "-m", "tests.browser.serve", str(since.timestamp()), str(ROOT / "app.py"), "--server.headless=true",
        "--server.address=127.0.0.1", f"--server.port={port}",
    ]
    log = folder / "server.log"
    with log.open("wb") as out:
        running = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=subprocess.STDOUT)
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(base, running, log)
            yield Server(app, base, system, people, states.houses(houses.TWO)[0], log)
        finally:
            running.terminate()
            running.wait(15)
            app.database.dispose()


def _wait(base: str, running: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if running.poll() is not None:
            break
        try:
            with urlopen(f"{base}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-3000:]}")


def _fill(app: App) -> tuple[Actor, dict[str, Actor]]:
    since = TODAY - timedelta(days=400)
    with app.globally(write=True) as session:
        system = associations.create(session, slug="batik", name=NAME, now=app.clock())
    secret, pin = passwords.seal(PASSWORD, passwords.PASSWORD), passwords.seal(PIN, passwords.PIN)
    people: dict[str, Actor] = {}

    def account(person: str, role: str, **details: Any) -> UUID:
        made: UUID = app.act(system, accounts.create, **details)
        app.act(system, roles.grant, account=made, role=role, since=since)
        people[person] = Actor(account=made, association=system.association, role=role)
        return made

    for role, name in ((COORDINATOR, "Wati Lestari"), (TREASURER, "Budi Santoso"), (MENTOR, "Joko Susilo"), (LIAISON, "Lina Marlina")):
        account(role, role, name=name, username=name.split()[0].lower(), sealed=secret, must_change=False)
    business = app.act(
        system, register.add_business, name="Batik Sari", since=since, details={"sector": "batik"},
        owner={"name": "Sari Dewi", "address_form": "Ibu", "phone": PHONE},
    )
    owners = [account(SARI, MEMBER, name="Sari Dewi", phone=PHONE, sealed=pin)]
    for person, name in ((MEMBER, "Rina Wulandari"), (HUSBAND, "Anton Dewi")):
        owners.append(account(person, MEMBER, name=name, username=name.split()[0].lower(), sealed=pin, must_change=False))
    for owner in owners:
        app.act(system, register.give_access, business_id=business, account_id=owner, since=since)
    product = app.act(
        system, products.add_product, business_id=business, name="Kain batik durian", sku="BTK-01",
        details={"category": "batik", "price": 150_000, "stock": 7},
    )
    shop = app.act(system, shops.add_shop, marketplace="shopee", handle="batiksari", name="Batik Sari", business_id=business)
    app.act(
        system, listings.add_listing, shop_id=shop, sku="BTK-01", title="Kain batik durian", price=150_000, stock=7, today=TODAY,
        product_id=product,
    )
    earlier = spoken_month(add_months(TODAY, -1)).first
    bring_in(app, system, shop, orders_file(add_months(earlier, -1), 14))
    bring_in(app, system, shop, orders_file(earlier, 9))
    return system, people


def orders_file(month: date, count: int, *, price: int = 150_000) -> DemoFile:
    """Shopee's orders of a month: each one cloth, all completed."""
    first = datetime.combine(month.replace(day=1), hour(9))
    item = Item("BTK-01", "Kain batik durian", "", "", price, price, 1)
    orders = [
        Order(
            number=f"{month:%y%m}01QA{number:06d}", marketplace="shopee", ordered=first + timedelta(minutes=number), items=(item,),
            area=Area("15.71", True, "Jambi", "Jambi"), paid=first + timedelta(minutes=number + 1),
            shipped=first + timedelta(hours=1), delivered=first + timedelta(hours=2), completed=first + timedelta(hours=3),
        )
        for number in range(count)
    ]
    return DemoFile(f"Order.all.{month:%Y%m}01_{month:%Y%m}28.xlsx", shopee.orders(orders))


def bring_in(app: App, actor: Actor, shop: UUID, file: DemoFile) -> None:
    """Bring a file in without a page."""
    with Reader() as reader:
        extract = reader.read(file.content, file.name)
    app.act(
        actor, intake.bring_in, extract, size=len(file.content), sha256=sha256(file.content).digest(), shops={"shopee": shop},
    )


# -- browsers ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser program for all tests."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed")
        return
    if not CHROMIUM:
        missing("there is no Chromium: apt-get install chromium, or name it in CBLP_TEST_CHROMIUM")
        return
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield launched
        launched.close()


Open = Callable[..., "Tab"]


@dataclass
class Tab:
    """A tab, with what one does and waits for; ``page`` is Playwright's own."""

    page: Any
    server: Server

    def go(self, path: str) -> Tab:
        """Open an address and wait until the page stands."""
        self.page.goto(self.server.base + path)
        return self.rest()

    def rest(self, *, runs: int = 0) -> Tab:
        """Wait until the script has run (in all so often) and the page is drawn."""
        from playwright.sync_api import Error

        self.page.wait_for_selector("h1, h2, form", timeout=PATIENCE)
        while self.page.query_selector("[data-testid=stApp]"):
            try:
                self.page.evaluate(SETTLED, [runs, PATIENCE])
                break
            except Error as problem:
                if "context was destroyed" not in problem.message:  # then it went on to another page, which shall rest
                    raise
                self.page.wait_for_selector("h1, h2, form", timeout=PATIENCE)
        return self

    def until_run(self, action: Callable[[], None]) -> Tab:
        """Do what makes the script run, and wait until it has."""
        before = self.page.evaluate("window.runs")
        action()
        return self.rest(runs=before + 1)

    def turn(self, path: str) -> Tab:
        """To another address within the app, as the browser's way back does: the program stays, the page is another."""
        return self.until_run(lambda: self.page.evaluate(
            "path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')) }", path,
        ))

    def resize(self, size: dict[str, int]) -> Tab:
        """Another window, and everything drawn for it."""
        self.page.set_viewport_size(size)
        return self.rest()

    def sees(self, text: str) -> Tab:
        """Wait for a text."""
        self.page.get_by_text(text).first.wait_for(timeout=PATIENCE)
        return self

    def press(self, label: str) -> Tab:
        """Press the button with this name."""
        self.page.get_by_role("button", name=label).first.click()
        return self

    def text(self) -> str:
        """Everything that can be read."""
        return str(self.page.inner_text("body"))

    def path(self) -> str:
        """Where we are."""
        return str(self.page.evaluate("location.pathname + location.search"))

    def cookies(self) -> dict[str, str]:
        """The cookies of this browser."""
        return {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies()}

    def overflow(self) -> int:
        """How many pixels the page is wider than its window."""
        return int(self.page.evaluate(
            "(() => { const m = document.querySelector('[data-testid=stMain]') || document.documentElement;"
            " return Math.max(m.scrollWidth - m.clientWidth, document.documentElement.scrollWidth - innerWidth) })()"
        ))


@pytest.fixture
def browse(chromium: Any, server: Server) -> Iterator[Open]:
    """Opens browsers of their own: ``browse()`` as a guest, ``browse("member")`` as whoever is that in the small association."""
    contexts: list[Any] = []

    def opened(person: str | Actor = "", *, size: dict[str, int] = LAPTOP, token: str = "") -> Tab:
        context = chromium.new_context(viewport=size, locale="id-ID")
        contexts.append(context)
        context.add_init_script(COUNT_RUNS)
        token = token or (server.token(person) if person else "")
        if token:
            context.add_cookies([{"name": "cblp_sid", "value": token, "url": server.base, "httpOnly": True, "sameSite": "Lax"}])
        return Tab(context.new_page(), server)

    yield opened
    for context in contexts:
        context.close()
