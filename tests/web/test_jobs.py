"""Periodic work: once a period over all processes, again after a failure, and nothing secret in the log."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import pytest

from cblp.bootstrap import App
from cblp.people.services import attempts, leases
from cblp.settings import Secret, Settings
from cblp.web import jobs, log
from cblp.web.application import Application
from tests.web.conftest import Clock


def test_a_job_runs_once_a_period_whoever_looks(web: App, clock: Clock) -> None:
    ran: list[str] = []

    def note(app: Application) -> None:
        ran.append(jobs.hourly(app.clock()))

    runners = [jobs.Runner(web, [jobs.Job("note", jobs.hourly, note)]) for _ in range(3)]
    for _ in range(3):
        for runner in runners:
            runner.look()
    clock.forward(hours=7)
    for runner in runners:
        runner.look()
    assert ran == ["2026-11-21T03", "2026-11-21T10"], "what was missed is caught up once"


def test_a_job_that_fails_is_tried_again_and_does_not_stop_the_others(
    web: App, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    outcomes = iter([RuntimeError("no network"), None])
    done: list[str] = []

    def shaky(_app: Application) -> None:
        outcome = next(outcomes)
        if outcome:
            raise outcome
        done.append("shaky")

    steady = jobs.Job("steady", jobs.daily, lambda _: done.append("steady"))
    runner = jobs.Runner(web, [jobs.Job("shaky", jobs.daily, shaky), steady])
    assert runner.look() == ["steady"]
    assert "incident" in caplog.text
    clock.forward(minutes=4)
    assert runner.look() == []
    clock.forward(minutes=1)
    assert runner.look() == ["shaky"]
    with web.database.reading(None) as session:
        assert {(lease.name, lease.done_period) for lease in leases.states(session)} == {
            ("shaky", "2026-11-21"), ("steady", "2026-11-21"),
        }


def test_a_runner_stops_when_it_is_told(web: App) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slow(_app: Application) -> None:
        began.set()
        go_on.wait(5)

    never = jobs.Job("next", jobs.daily, lambda _: pytest.fail("after the stop"))
    runner = jobs.Runner(web, [jobs.Job("slow", jobs.daily, slow), never])
    runner.start()
    assert began.wait(5)
    threading.Timer(0.05, go_on.set).start()
    runner.stop()
    with web.database.reading(None) as session:
        assert [(lease.name, lease.done_period) for lease in leases.states(session)] == [("slow", "2026-11-21")]


def test_tidying_forgets_what_ran_out(web: App, clock: Clock) -> None:
    with web.database.writing(None) as session:
        attempts.count(session, "sari", now=clock.now)
    clock.forward(days=2)
    assert jobs.Runner(web).look() == ["tidy"]
    with web.database.reading(None) as session:
        assert session.query(attempts.SignInAttempt).count() == 0


@pytest.fixture
def record(capsys: pytest.CaptureFixture[str]) -> Callable[[Settings, str], str]:
    def written(settings: Settings, message: str) -> str:
        logger = logging.getLogger("cblp")
        handlers, level, propagate = logger.handlers[:], logger.level, logger.propagate
        try:
            log.configure(settings, "the-key-of-the-cookies")
            try:
                raise RuntimeError(message)
            except RuntimeError:
                logging.getLogger("cblp.web").exception("said %s", message)
        finally:
            logger.handlers[:], logger.propagate = handlers, propagate
            logger.setLevel(level)
        return capsys.readouterr().err

    return written


@pytest.mark.parametrize("secret", [
    "the-key-of-the-cookies", "s3cret-of-the-client", "cblp_sid=Ab-c_9xyz", "/unduh/Ab-c_9xyz", "/kertas-pin/Ab-c_9xyz",
    "postgresql://app:hunter2pass@db/x", "_streamlit_user=Ab-c_9xyz",
])
def test_t26_no_secret_is_logged_not_even_in_a_traceback(record: Callable[[Settings, str], str], secret: str) -> None:
    settings = Settings(oidc_client_secret=Secret("s3cret-of-the-client"))
    text = record(settings, f"before {secret} after")
    assert "before" in text
    assert "Traceback" in text
    for part in ("the-key", "s3cret", "9xyz", "hunter2pass"):
        assert part not in text
