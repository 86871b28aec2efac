"""Every setting has a default, and a bad value is refused by name with an example."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from mesoguide.exceptions import SettingsError
from mesoguide.ops.settings import (
    DOCUMENTED,
    PROJECT_ROOT,
    Settings,
    as_environment,
    describe,
    hide_password,
    load_settings,
)

MESSENGER = {
    "MESSENGER_PAGE_TOKEN": "a-page-token-of-tests",
    "MESSENGER_APP_SECRET": "an-app-secret-of-tests",
    "MESSENGER_VERIFY_TOKEN": "a-verify-token-of-tests",
}

MAIL = {
    "MESOGUIDE_SMTP_URL": "smtp://clinic:s3cret@mail.clinic.example",
    "MESOGUIDE_ALERT_TO": "reception@clinic.example",
}


def test_nothing_has_to_be_set() -> None:
    assert load_settings({}) == Settings(
        project_root=PROJECT_ROOT,
        var_dir=PROJECT_ROOT / "var",
        database_url=f"sqlite:///{PROJECT_ROOT / 'var' / 'clinic.db'}",
        tracker_database_url=f"sqlite:///{PROJECT_ROOT / 'var' / 'conversations.db'}",
        database_timeout_seconds=3.0,
        host="127.0.0.1",
        port=5005,
        action_port=5055,
    )


def test_empty_variables_count_as_unset() -> None:
    assert load_settings({doc.variable: "" for doc in DOCUMENTED.values()}) == load_settings({})


@pytest.mark.parametrize(
    ("variable", "text", "field", "value"),
    [
        ("MESOGUIDE_HOME", "/srv/mesoguide", "project_root", Path("/srv/mesoguide")),
        ("MESOGUIDE_VAR", "/var/lib/mesoguide", "var_dir", Path("/var/lib/mesoguide")),
        ("DATABASE_URL", "sqlite:////x/c.db", "database_url", "sqlite:////x/c.db"),
        ("TRACKER_DATABASE_URL", "sqlite:///t.db", "tracker_database_url", "sqlite:///t.db"),
        ("DATABASE_TIMEOUT_SECONDS", "0.5", "database_timeout_seconds", 0.5),
        ("MESOGUIDE_HOST", "0.0.0.0", "host", "0.0.0.0"),  # noqa: S104 - nothing binds to it
        ("MESOGUIDE_PORT", "8080", "port", 8080),
        ("MESOGUIDE_ACTION_PORT", "65535", "action_port", 65535),
        ("MESOGUIDE_MESSAGES_PER_MINUTE", "7", "messages_per_minute", 7),
        ("MESOGUIDE_REQUESTS_PER_MINUTE", "70", "requests_per_minute", 70),
        ("MESOGUIDE_TRUSTED_PROXIES", "0", "trusted_proxies", 0),
        ("MESSENGER_GRAPH_URL", "https://g.example/", "messenger_graph_url", "https://g.example"),
        ("MESSENGER_GRAPH_VERSION", "v26.0", "messenger_graph_version", "v26.0"),
        ("MESSENGER_PAUSE_HOURS", "0.5", "messenger_pause_hours", 0.5),
        ("MESOGUIDE_METRICS_PORT", "9105", "metrics_port", 9105),
        ("MESOGUIDE_QUIET_HOUR", "0", "quiet_hour", 0),
        ("MESOGUIDE_BACKUP_DIR", "/backup", "backup_dir", Path("/backup")),
        ("MESOGUIDE_ALERT_FROM", "bot@clinic.example", "alert_from", "bot@clinic.example"),
        ("MESOGUIDE_ALERT_WEBHOOK", "http://[::1]:9/", "alert_webhook", "http://[::1]:9/"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isupper() else "",
)
def test_variable_sets_its_field(variable: str, text: str, field: str, value: object) -> None:
    assert getattr(load_settings({variable: text}), field) == value


def test_environment_of_the_process_is_read_unless_one_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MESOGUIDE_PORT", "6006")

    assert load_settings().port == 6006


def test_files_move_with_the_home_folder() -> None:
    settings = load_settings({"MESOGUIDE_HOME": "/srv/m"})

    assert settings.content_dir == Path("/srv/m/content")
    assert settings.database_url == "sqlite:////srv/m/var/clinic.db"


def test_conversations_go_to_the_postgresql_of_the_clinic() -> None:
    settings = load_settings({"DATABASE_URL": "postgresql://u:p@h/d"})

    assert settings.tracker_database_url == "postgresql://u:p@h/d"


def test_conversations_have_a_sqlite_file_of_their_own() -> None:
    settings = load_settings({"DATABASE_URL": "sqlite:////x/clinic.db"})

    assert settings.tracker_database_url.endswith("/var/conversations.db")


def test_actions_are_called_on_this_machine_only() -> None:
    settings = load_settings({"MESOGUIDE_HOST": "192.0.2.1", "MESOGUIDE_ACTION_PORT": "6066"})

    assert settings.action_endpoint_url == "http://127.0.0.1:6066/webhook"


@pytest.mark.parametrize(
    ("variable", "text", "example"),
    [
        *(("MESOGUIDE_PORT", text, "5005") for text in ("http", "0", "65536", "-1", "5²", "5.5")),
        ("MESOGUIDE_ACTION_PORT", "off", "5055"),
        *(
            ("DATABASE_TIMEOUT_SECONDS", text, "3")
            for text in ("soon", "0", "-1", "nan", "inf", "3 s")
        ),
    ],
)
def test_bad_value_is_refused_with_the_variable_and_an_example(
    variable: str, text: str, example: str
) -> None:
    with pytest.raises(SettingsError, match=rf"^{variable} must be .*for example {example}\.$"):
        load_settings({variable: text})


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        *(("MESOGUIDE_MESSAGES_PER_MINUTE", text) for text in ("many", "0", "-1", "1.5", "9" * 30)),
        ("MESOGUIDE_REQUESTS_PER_MINUTE", "0"),
        ("MESOGUIDE_TRUSTED_PROXIES", "-1"),
    ],
)
def test_bad_count_is_refused(variable: str, text: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{variable} must be .*for example \d+\.$"):
        load_settings({variable: text})


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("https://clinic.example", ("https://clinic.example",)),
        (
            "https://a.example, http://b.example:8080",
            ("https://a.example", "http://b.example:8080"),
        ),
        ("https://a.example https://a.example/", ("https://a.example",)),
        ("HTTPS://Clinic.Example", ("https://clinic.example",)),
        ("https://a.example:443,http://b.example:80", ("https://a.example", "http://b.example")),
        ("http://127.0.0.1:5005,http://[::1]:5005", ("http://127.0.0.1:5005", "http://[::1]:5005")),
        (" , ", ()),
    ],
    ids=["one", "two", "twice", "capitals", "usual-ports", "addresses", "none"],
)
def test_origins_are_read_as_browsers_send_them(text: str, origins: tuple[str, ...]) -> None:
    assert load_settings({"MESOGUIDE_ALLOWED_ORIGINS": text}).allowed_origins == origins


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "null",
        "clinic.example",
        "https://",
        "https://clinic.example/chat",
        "https://*.clinic.example",
        "ftp://clinic.example",
        "https://user@clinic.example",
        "https://clinic.example:port",
        "https://clinic.example?x",
    ],
)
def test_what_no_browser_sends_as_an_origin_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^MESOGUIDE_ALLOWED_ORIGINS must be web origins"):
        load_settings({"MESOGUIDE_ALLOWED_ORIGINS": f"https://good.example,{text}"})


def test_settings_survive_the_way_through_the_environment() -> None:
    good = {**MESSENGER, "MESOGUIDE_SECRET_KEY": "f3a91c07d2be4865a07e19c3b8d4526f"}
    examples = load_settings({doc.variable: doc.example for doc in DOCUMENTED.values()} | good)

    assert load_settings(as_environment(examples)) == examples
    assert load_settings(as_environment(load_settings({}))) == load_settings({})


def test_one_port_for_two_servers_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"_ACTION_PORT are both 6006.*=6007"):
        load_settings({"MESOGUIDE_PORT": "6006", "MESOGUIDE_ACTION_PORT": "6006"})


@pytest.mark.parametrize("port", ["5005", "5055"])
def test_figures_need_a_port_of_their_own(port: str) -> None:
    with pytest.raises(SettingsError, match="MESOGUIDE_METRICS_PORT"):
        load_settings({"MESOGUIDE_METRICS_PORT": port})


def test_settings_cannot_be_changed_later() -> None:
    with pytest.raises(FrozenInstanceError):
        load_settings({}).port = 1  # type: ignore[misc]


def test_every_setting_is_documented() -> None:
    assert list(DOCUMENTED) == [field.name for field in fields(Settings)]


#: Copied as they stand, their examples would open a clinic to everybody who reads them.
SECRETS = (
    "secret_key",
    "messenger_page_token",
    "messenger_app_secret",
    "messenger_verify_token",
)


@pytest.mark.parametrize("field", SECRETS)
def test_example_of_a_secret_is_refused(field: str) -> None:
    doc = DOCUMENTED[field]

    with pytest.raises(SettingsError, match=f"^{doc.variable} .* can be guessed"):
        load_settings({**MESSENGER, doc.variable: doc.example})


@pytest.mark.parametrize("field", [field for field in DOCUMENTED if field not in SECRETS])
def test_example_of_a_setting_is_a_good_value(field: str) -> None:
    doc = DOCUMENTED[field]
    # Messenger's secrets come together, and so do a mail server and who reads its mails.
    together = next((group for group in (MESSENGER, MAIL) if doc.variable in group), {})

    assert getattr(load_settings({**together, doc.variable: doc.example}), field) is not None


def test_description_lists_every_variable_with_its_value_and_meaning() -> None:
    rows = describe(load_settings({"MESOGUIDE_PORT": "6006"}))

    assert [row[0] for row in rows] == [doc.variable for doc in DOCUMENTED.values()]
    assert ("MESOGUIDE_PORT", "6006", DOCUMENTED["port"].meaning) in rows


def test_description_hides_passwords() -> None:
    rows = describe(load_settings({"DATABASE_URL": "postgresql://clinic:s3cret@db/mesoguide"}))

    assert "s3cret" not in str(rows)
    assert "postgresql://clinic:***@db/mesoguide" in str(rows)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://u:s3cret@h/d", "postgresql://u:***@h/d"),
        ("postgresql://u:s3@cr:et@h:5432/d", "postgresql://u:***@h:5432/d"),
        ("postgresql://h/d?user=u&password=s3cret", "postgresql://h/d?user=u&password=***"),
        ("postgresql://h/d?sslpassword=s3&x=1", "postgresql://h/d?sslpassword=***&x=1"),
        ("postgresql://u@h/d", "postgresql://u@h/d"),
        ("sqlite:////var/clinic.db", "sqlite:////var/clinic.db"),
        ("127.0.0.1", "127.0.0.1"),
    ],
    ids=["login", "odd-letters", "query", "key", "none", "sqlite", "no-url"],
)
def test_only_the_password_is_hidden(url: str, shown: str) -> None:
    assert hide_password(url) == shown


# ---- Messenger ----


def test_messenger_is_off_unless_set() -> None:
    assert not load_settings({}).messenger_is_on


def test_messenger_is_on_with_all_three_secrets() -> None:
    settings = load_settings(MESSENGER)

    assert settings.messenger_is_on
    assert [
        settings.messenger_page_token,
        settings.messenger_app_secret,
        settings.messenger_verify_token,
    ] == list(MESSENGER.values())


@pytest.mark.parametrize("missing", MESSENGER)
def test_messenger_without_one_secret_is_refused_by_its_name(missing: str) -> None:
    with pytest.raises(SettingsError, match=rf"and {missing} is not set\. Set all three"):
        load_settings({name: value for name, value in MESSENGER.items() if name != missing})


@pytest.mark.parametrize("given", MESSENGER)
def test_messenger_with_one_secret_is_refused_with_the_names_of_the_others(given: str) -> None:
    others = " and ".join(name for name in MESSENGER if name != given)

    with pytest.raises(SettingsError, match=rf"and {others} are not set"):
        load_settings({given: MESSENGER[given]})


@pytest.mark.parametrize("text", ["two words", "two\nlines", "café"])
def test_secret_that_no_header_carries_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^MESSENGER_PAGE_TOKEN holds") as refused:
        load_settings({**MESSENGER, "MESSENGER_PAGE_TOKEN": text})

    assert text not in str(refused.value)


def test_secrets_of_messenger_are_not_shown() -> None:
    settings = load_settings(MESSENGER)

    for secret in MESSENGER.values():
        assert secret not in repr(settings)
        assert secret not in str(describe(settings))


@pytest.mark.parametrize(
    "url",
    [
        "https://graph.facebook.com:443",
        "http://127.0.0.1:7150",
        "http://[::1]:1",
        "http://localhost",
    ],
)
def test_graph_api_is_reached_over_tls_or_on_this_machine(url: str) -> None:
    assert load_settings({"MESSENGER_GRAPH_URL": url}).messenger_graph_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://graph.facebook.com",
        "graph.facebook.com",
        "https://",
        "https://graph.facebook.com/v25.0",
        "https://graph.facebook.com?access_token=x",
        "https://user@graph.facebook.com",
        "https://graph.facebook.com:port",
    ],
)
def test_graph_address_that_would_leak_or_not_work_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^MESSENGER_GRAPH_URL must be an https address"):
        load_settings({"MESSENGER_GRAPH_URL": url})


@pytest.mark.parametrize("version", ["25", "v25", "25.0", "v25.0/me", "latest"])
def test_bad_graph_version_is_refused(version: str) -> None:
    with pytest.raises(SettingsError, match=r"^MESSENGER_GRAPH_VERSION must be"):
        load_settings({"MESSENGER_GRAPH_VERSION": version})


@pytest.mark.parametrize("hours", ["0", "-1", "a day", "inf"])
def test_bad_pause_is_refused(hours: str) -> None:
    with pytest.raises(SettingsError, match=r"^MESSENGER_PAUSE_HOURS must be a number above 0"):
        load_settings({"MESSENGER_PAUSE_HOURS": hours})
