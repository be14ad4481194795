"""Settings: all problems at once, secrets never shown, and the README's table is the code's."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from cblp.settings import PREFIX, Settings, SettingsError, load

README = Path(__file__).parent.parent / "README.md"


def test_defaults_need_nothing() -> None:
    settings = load({})
    assert settings.url.startswith("sqlite:///") and settings.url.endswith("cblp.sqlite")
    assert settings.loopback and not settings.demo


def test_demo_and_own_data_never_share_a_database() -> None:
    assert load({"CBLP_DEMO": "1"}).url.endswith("demo.sqlite")


def test_every_problem_is_reported_together() -> None:
    with pytest.raises(SettingsError) as caught:
        load({"CBLP_PORT": "x", "CBLP_PROT": "1", "CBLP_COOKIE_SECRET": "short", "CBLP_LANG": "fr"})
    assert len(caught.value.problems) == 4
    assert any(problem.startswith("CBLP_PROT: no such setting") for problem in caught.value.problems)


@pytest.mark.parametrize("given", ["postgres://u@h/n", "postgresql://u@h/n", "postgresql+psycopg://u@h/n"])
def test_a_postgresql_address_is_understood_as_it_is_usually_written(given: str) -> None:
    assert load({"CBLP_DATABASE_URL": given}).url == "postgresql+psycopg://u@h/n"


def test_an_address_of_another_database_is_refused() -> None:
    with pytest.raises(SettingsError, match="CBLP_DATABASE_URL: starts with"):
        load({"CBLP_DATABASE_URL": "mysql://u@h/n"})


def test_the_demo_stays_on_this_machine() -> None:
    with pytest.raises(SettingsError):
        load({"CBLP_DEMO": "1", "CBLP_HOST": "0.0.0.0"})


def test_secrets_do_not_show_themselves() -> None:
    settings = load({"CBLP_COOKIE_SECRET": "s3cret" * 8})
    assert "s3cret" not in repr(settings)
    assert settings.cookie_secret == "s3cret" * 8


@pytest.mark.parametrize(("given", "problem"), [
    ({"CBLP_AI_URL": "https://ai.example/v1"}, "CBLP_AI_URL: also needs CBLP_AI_MODEL"),
    ({"CBLP_AI_URL": "http://ai.example/v1", "CBLP_AI_MODEL": "m"}, "CBLP_AI_URL: an https address"),
    ({"CBLP_AI_URL": "https://", "CBLP_AI_MODEL": "m"}, "CBLP_AI_URL: an https address"),
    ({"CBLP_AI_MONTHLY_RUPIAH": "0"}, "CBLP_AI_MONTHLY_RUPIAH: must be above zero"),
    ({"CBLP_AI_RUPIAH_IN": "-1"}, "CBLP_AI_RUPIAH_IN: must not be below zero"),
])
def test_the_assistant_is_reached_safely_or_not_at_all(given: dict[str, str], problem: str) -> None:
    with pytest.raises(SettingsError, match=problem):
        load(given)
    assert load({"CBLP_AI_URL": "http://127.0.0.1:11434/v1", "CBLP_AI_MODEL": "m"}).ai
    assert not load({}).ai


@pytest.mark.parametrize(("given", "address"), [
    ({}, "http://127.0.0.1:8501"),
    ({"CBLP_HOST": "::1", "CBLP_PORT": "8600", "CBLP_BASE_PATH": "app"}, "http://[::1]:8600/app"),
    ({"CBLP_HOST": "0.0.0.0", "CBLP_ALLOWED_HOSTS": "192.168.1.10"}, "http://192.168.1.10:8501"),
    ({"CBLP_ALLOWED_HOSTS": "app.example.org,other", "CBLP_SECURE_COOKIES": "1"}, "https://app.example.org"),
])
def test_what_is_said_to_open_is_an_address_that_answers(given: dict[str, str], address: str) -> None:
    assert load(given).address == address


OIDC = {"CBLP_OIDC_ISSUER": "https://id.example", "CBLP_OIDC_CLIENT_ID": "c", "CBLP_OIDC_CLIENT_SECRET": "s"}


@pytest.mark.parametrize(("given", "problem"), [
    ({"CBLP_OIDC_REDIRECT_URI": "https://app.example/"}, "CBLP_OIDC_REDIRECT_URI: must end in /oauth2callback"),
    ({"CBLP_OIDC_REDIRECT_URI": "https://app.example/oauth2callback", "CBLP_BASE_PATH": "/app"}, "must be /app/oauth2callback"),
    ({"CBLP_OIDC_REDIRECT_URI": "https://app.example/app/oauth2callback"}, "must be /oauth2callback"),
    ({"CBLP_OIDC_ISSUER": "http://id.example"}, "CBLP_OIDC_ISSUER: an https address"),
    ({}, "CBLP_OIDC_ISSUER: also needs"),
])
def test_a_provider_that_could_never_send_anybody_back_stops_the_start(given: dict[str, str], problem: str) -> None:
    with pytest.raises(SettingsError, match=problem):
        load({**OIDC, **given})
    assert load({**OIDC, "CBLP_OIDC_REDIRECT_URI": "https://app.example/app/oauth2callback", "CBLP_BASE_PATH": "app/"}).oidc


def test_the_readme_lists_every_setting() -> None:
    table = {line.split("`")[1]: line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{PREFIX}")}
    assert set(table) == {PREFIX + field.name.upper() for field in fields(Settings)}
    for field in fields(Settings):
        assert field.metadata["about"] in table[PREFIX + field.name.upper()], field.name
