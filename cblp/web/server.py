"""Starting the server: what must hold before it answers anybody, its key, and what runs beside it."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import stat
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

from anyio import to_thread

from cblp.db import migrations
from cblp.db.actor import SYSTEM, Actor
from cblp.db.engine import UnsafeRole
from cblp.i18n import N_, translate
from cblp.people import seal_words
from cblp.people.reports import access, seals
from cblp.people.services import setup
from cblp.settings import LOOPBACK, Secret, Settings
from cblp.web import jobs
from cblp.web.application import Application
from cblp.web.middleware.hosts import allowed_hosts
from cblp.web.precompress import Store

log = logging.getLogger("cblp.server")

KEY_FILE: Final = "cookie.key"
LEAST_KEY: Final = 32


class Refused(Exception):
    """The server must not start like this; each of ``reasons`` is one line that says what to do."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


def check(app: Application, address: str) -> None:
    """Stop a start that would be unsafe at ``address`` (where the server will listen). Raises Refused with every reason."""
    settings = app.settings
    if migrations.current(app.database) != migrations.head():
        raise Refused("The database is not ready. Run: python -m cblp migrate")
    try:
        app.database.check_role()
    except UnsafeRole as error:
        raise Refused(str(error)) from None
    with app.database.reading(None) as session:
        example, ready = setup.is_demo(session), setup.is_set_up(session)
    here = is_loopback(address)
    reasons = []
    if settings.demo and not here:
        reasons.append("The example is only for this machine. Set CBLP_HOST=127.0.0.1, or CBLP_DEMO=0.")
    if settings.demo and not example:
        reasons.append("CBLP_DEMO=1 needs the database of the example, and this one holds somebody's own data. Set CBLP_DEMO=0.")
    if example and not settings.demo:
        reasons.append("This database holds the example. Set CBLP_DEMO=1, or name another database in CBLP_DATABASE_URL.")
    if not here and not ready and not settings.demo:
        reasons.append("Nobody can sign in yet. Start on this machine first (CBLP_HOST=127.0.0.1) and set up the association.")
    if not here and not settings.allowed_hosts and not settings.oidc:
        reasons.append("Name the host under which people reach the app, for example CBLP_ALLOWED_HOSTS=app.example.org.")
    if reasons:
        raise Refused(*reasons)


def is_loopback(address: str) -> bool:
    """Whether a listening address is reached from this machine only; no address means all of them."""
    try:
        return address in LOOPBACK or ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def cookie_secret(settings: Settings) -> Secret:
    """The key that signs Streamlit's cookies: the setting, else one that is made once and kept for its owner's eyes only.

    Raises Refused for a kept key that is too short.
    """
    if settings.cookie_secret:
        return settings.cookie_secret
    path = settings.data_dir / KEY_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make_key(path)
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        path.chmod(0o600)
    key = Secret(path.read_text(encoding="ascii").strip())
    if len(key) < LEAST_KEY:
        raise Refused(f"{path} holds a key under {LEAST_KEY} characters. Delete the file; the next start makes a new one.")
    return key


def _make_key(path: Path) -> None:
    # Written whole beside its place and linked there: of two processes that start at once, one wins and both read the same.
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def streamlit_options(settings: Settings) -> dict[str, Any]:
    """What Streamlit must be told from our settings; the rest stands in ``.streamlit/config.toml``."""
    return {
        "server.cookieSecret": str.__str__(cookie_secret(settings)),
        "server.baseUrlPath": settings.base_path.strip("/"),
        "server.allowedHosts": sorted(allowed_hosts(settings)),
    }


def streamlit_secrets(settings: Settings) -> dict[str, Any] | None:
    """Streamlit's ``[auth]`` section where OpenID is configured, so that no secrets file is needed."""
    if not settings.oidc:
        return None
    return {"auth": {
        "redirect_uri": settings.oidc_redirect_uri,
        "cookie_secret": str.__str__(cookie_secret(settings)),
        "client_id": settings.oidc_client_id,
        "client_secret": str.__str__(settings.oidc_client_secret),
        "server_metadata_url": settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration",
    }}


class Restart:
    """Ends this server with an exit code by which whoever supervises it knows to start it again."""

    def __init__(self, code: int, prepare: Callable[[], object]) -> None:
        self.code = code
        self.prepare = prepare
        self.asked = False

    def __call__(self) -> None:
        """Prepare what the next server needs, then stop this one once its answer is out."""
        self.prepare()
        self.asked = True
        threading.Timer(1.0, signal.raise_signal, (signal.SIGTERM,)).start()

    def leave(self) -> None:
        """At the very end of the server: nothing of ours runs any more."""
        if self.asked:
            os._exit(self.code)  # the web server would end by the signal and lose the code


def lifespan(
    app: Application, store: Store, more: Iterable[jobs.Job] = (), *, restart: Restart | None = None,
    say: Callable[[str], None] = print, warm_up: Callable[[], object] = lambda: None,
) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """What runs beside the server: ``warm_up``, compressing, periodic jobs; and on a first start the set-up code in the terminal."""

    @asynccontextmanager
    async def running(_server: Any) -> AsyncIterator[None]:
        announce(app, say)
        warm_up()
        look_at_history(app, say)
        runner = jobs.Runner(app, (jobs.TIDY, *more))
        store.start()
        if app.settings.jobs:
            runner.start()
        try:
            yield
        finally:
            await to_thread.run_sync(runner.stop)
            await to_thread.run_sync(store.stop)
            if restart:
                restart.leave()

    return running


def look_at_history(app: Application, say: Callable[[str], None]) -> None:
    """Hold the newest seals of each association's history against its entries, and say what differs: milliseconds each."""
    for association in access.associations(app.database):
        actor = Actor(account=None, association=association, role=SYSTEM)
        with app.database.reading(association) as session:
            checked = seals.glance(session, actor)
        for finding in checked.findings:
            text = seal_words.told(finding, actor.timezone)
            log.error("history of changes, association %s: %s", association, text)
            say(f"  {text}  python -m cblp verify")


def announce(app: Application, say: Callable[[str], None]) -> None:
    """On a database that nobody has set up, make the one-time code and say where to use it."""
    with app.database.writing(None) as session:
        code = setup.new_code(session)
    if code:
        message = translate(N_("First start. Open {address}\n  Set-up code: {code}"), app.settings.lang)
        say(f"\n  {message.format(address=f'{app.settings.address}/mulai', code=code)}\n")
