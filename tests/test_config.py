"""The configuration: what is refused, in which words, on which line, and that everything wrong is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from mailbot.config import load, load_procedure
from mailbot.errors import ConfigError
from tests.installation import ROOT, SECRETS, Installation


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    monkeypatch.chdir(tmp_path)
    return Installation(tmp_path)


def faults(environment: Mapping[str, str] = SECRETS) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as refused:
        load(Path("mailbot.toml"), environment)
    return refused.value.faults


def test_the_sample_configuration_of_both_companies_is_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    secrets = {**SECRETS, "MAILBOT_TINYTRACKER_IMAP_PASSWORD": "x"}
    settings = load(Path("config/mailbot.toml"), secrets)
    assert [m.name for m in settings.configuration.mailbox] == ["dsmart", "tinytracker"]
    assert settings.secrets.imap_passwords == {"dsmart": "demo", "tinytracker": "x"}


def test_relative_paths_count_from_the_folder_the_command_runs_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Installation(tmp_path / "deep" / "down")
    monkeypatch.chdir(here.folder)
    assert load(Path("mailbot.toml"), SECRETS).configuration.mailbox[0].procedure == Path("procedures/dsmart.toml")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError) as refused:
        load(here.config, SECRETS)
    assert "procedures/dsmart.toml: there is no such file" in refused.value.faults


def test_a_missing_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        load(tmp_path / "none.toml", {})
    assert refused.value.faults[0] == f"{tmp_path / 'none.toml'}: there is no such file"
    assert "mailbot init" in refused.value.faults[1]


def test_a_file_that_is_not_toml_is_told_with_its_line(here: Installation) -> None:
    here.config.write_text('database = "x"\n[smtp\n', encoding="utf-8")
    assert "mailbot.toml: it is not TOML: " in faults()[0]
    assert "line 2" in faults()[0]


def test_a_file_that_is_not_text_is_told(here: Installation) -> None:
    here.config.write_bytes(b'database = "\xff"\n')
    assert faults() == ("mailbot.toml: it is not UTF-8 text (byte 12)",)


def test_an_unknown_key_is_refused_with_its_line_and_the_likely_name(here: Installation) -> None:
    line = here.edit('name = "Dee Hart"', 'nmae = "Dee Hart"')
    assert faults() == (
        f"mailbot.toml, line {line - 1}: mailbox[1].person[2].name: is missing",
        f"mailbot.toml, line {line}: mailbox[1].person[2].nmae: unknown key: did you mean name?",
    )


def test_a_password_in_the_file_is_refused_and_its_variable_is_shown_the_way_to(here: Installation) -> None:
    line = here.edit("[smtp]\n", '[smtp]\npassword = "hunter2"\n')
    assert faults() == (
        f"mailbot.toml, line {line + 1}: smtp.password: unknown key. "
        "Secrets never stand in files but in variables: see docs/configuration.md",
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("port = 1\nsecurity", 'port = "many"\nsecurity', "smtp.port: must be a whole number, not 'many'"),
        ("port = 1\nsecurity", "port = 99999\nsecurity", "smtp.port: must be at most 65535, not 99999"),
        ('security = "none"', 'security = "ssl"', "smtp.security: must be 'starttls', 'tls' or 'none', not 'ssl'"),
        ('roles = ["handler"]', 'roles = "handler"', 'must be a list, as in ["one", "two"], not \'handler\''),
        ('roles = ["handler"]', 'roles = ["boss"]', "mailbox[1].person[1].roles[1]: must be 'handler',"),
        ('roles = ["handler"]', "roles = []", "mailbox[1].person[1].roles: needs at least 1 of them"),
        ('address = "anna@dsmart.example"', 'address = "anna"', "'anna' is not a mail address"),
        ('name = "dsmart"', 'name = "D smart"', "mailbox[1].name: must look like ^[a-z]"),
        ('name = "dsmart"', 'name = "dsmart"\nplus_addressing = "maybe"', "must be true or false, not 'maybe'"),
        ('"sqlite:///var/mailbot.db"', '"nonsense"', "database: is not a database URL"),
        ('"sqlite:///var/mailbot.db"', '"mysql:///x"', "database: "),
        ('"sqlite:///var/mailbot.db"', '"sqlite://"', "database: names no file: everything would be forgotten"),
        ('templates = "templates"', 'templates = "nowhere"', "templates: there is no folder nowhere"),
    ],
)
def test_a_wrong_value_is_refused_with_file_line_and_key(here: Installation, old: str, new: str, says: str) -> None:
    here.edit(old, new)
    found = "\n".join(faults())
    assert says in found
    assert "mailbot.toml, line " in found


def test_faults_of_several_files_and_of_the_environment_come_together(here: Installation) -> None:
    here.edit("port = 1\n", 'port = "x"\n')
    only_configuration = faults({})
    assert only_configuration == ("mailbot.toml, line 6: smtp.port: must be a whole number, not 'x'",)
    here.edit('port = "x"\n', "port = 1\n")
    here.edit('address = "dee@dsmart.example"', 'address = "anna@dsmart.example"')
    line = here.edit('within = "7 days"', 'within = "a while"', "procedures/dsmart.toml")
    found = faults({"MAILBOT_SECRET": "x"})
    place = f"procedures/dsmart.toml, line {line}: clock[2].within"
    assert any(f"{place}: 'a while' is not a time limit" in f for f in found)
    assert "MAILBOT_DSMART_IMAP_PASSWORD: is not set (nor MAILBOT_DSMART_IMAP_PASSWORD_FILE)" in found
    assert len(found) == 2


# ---------------------------------------------------------------------------------------------- what no key shows alone


def test_no_encryption_is_refused_for_another_host_unless_it_is_said_aloud(here: Installation) -> None:
    line = here.edit('host = "127.0.0.1"', 'host = "mx.example"')
    expected = '"none" would send mail and password in the clear to mx.example; say insecure = true if you mean it'
    assert faults() == (f"mailbot.toml, line {line + 2}: smtp.security: {expected}",)
    here.edit('security = "none"', 'security = "none"\ninsecure = true')
    assert load(Path("mailbot.toml"), SECRETS).configuration.smtp.insecure


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.9.1"])
def test_no_encryption_is_fine_on_this_machine(here: Installation, host: str) -> None:
    here.edit('host = "127.0.0.1"', f'host = "{host}"')
    assert load(Path("mailbot.toml"), SECRETS).configuration.smtp.host == host


def test_two_mailboxes_may_share_neither_name_nor_address_nor_folder(here: Installation) -> None:
    text = here.config.read_text(encoding="utf-8")
    here.config.write_text(text + text[text.index("[[mailbox]]") :], encoding="utf-8")
    second = text.count("\n") + 1
    found = faults()
    place = f"mailbot.toml, line {second + 1}: mailbox[2].name"
    assert f"{place}: 'dsmart' stands twice: it is also that of mailbox[1]" in found
    assert any("mailbox[2].address: 'info@dsmart.example' stands twice" in f for f in found)
    assert any("mailbox[2].imap: reads the same folder as mailbox[1]" in f for f in found)


def test_a_role_that_nobody_has_is_told_with_what_it_is_for(here: Installation) -> None:
    here.edit('roles = ["director"]', 'roles = ["engineer"]')
    line = here.edit("[[mailbox.person]]", "[[mailbox.person]]")
    assert any(
        f"line {line}: mailbox[1].person: nobody has the role 'director', who" in fault and "(dsmart)" in fault
        for fault in faults()
    )


def test_staff_must_be_several_people_and_not_the_mailbox_itself(here: Installation) -> None:
    here.edit('address = "dee@dsmart.example"', 'address = "anna@dsmart.example"\nalso = ["INFO@dsmart.example"]')
    found = "\n".join(faults())
    assert "mailbox[1].person[2].address: 'anna@dsmart.example' stands twice in this mailbox" in found
    assert "mailbox[1].person[2].also: 'info@dsmart.example' is the mailbox itself" in found


def test_mail_is_not_moved_into_the_folder_that_it_is_read_from(here: Installation) -> None:
    here.edit("[mailbox.imap]\n", '[mailbox.imap]\ndone_folder = "INBOX"\n')
    assert "mailbox[1].imap.done_folder: is the folder that is read" in faults()[0]


# -------------------------------------------------------------------------------------------------------------- secrets


def test_every_missing_secret_is_named(here: Installation) -> None:
    here.edit('security = "none"', 'security = "none"\nusername = "mailbot"')
    assert faults({}) == (
        "MAILBOT_SECRET: is not set (nor MAILBOT_SECRET_FILE)",
        "MAILBOT_SMTP_PASSWORD: is not set (nor MAILBOT_SMTP_PASSWORD_FILE)",
        "MAILBOT_DSMART_IMAP_PASSWORD: is not set (nor MAILBOT_DSMART_IMAP_PASSWORD_FILE)",
    )


def test_a_mailbox_with_hyphens_has_its_variable_with_underscores(here: Installation) -> None:
    here.edit('name = "dsmart"', 'name = "d-smart"')
    assert faults({"MAILBOT_SECRET": "x"})[0].startswith("MAILBOT_D_SMART_IMAP_PASSWORD: is not set")


def test_a_secret_may_stand_in_a_file_which_wins(here: Installation) -> None:
    (here.folder / "secret").write_text("from the file\n", encoding="utf-8")
    secrets = load(Path("mailbot.toml"), {**SECRETS, "MAILBOT_SECRET_FILE": "secret"}).secrets
    assert secrets.secret == "from the file"


@pytest.mark.parametrize(
    ("content", "says"), [(None, "cannot be read: No such file"), (b"\n", "is empty"), (b"\xff", "is not UTF-8 text")]
)
def test_a_file_that_gives_no_secret_is_told(here: Installation, content: bytes | None, says: str) -> None:
    if content is not None:
        (here.folder / "secret").write_bytes(content)
    assert any(f"MAILBOT_SECRET_FILE: secret {says}" in f for f in faults({**SECRETS, "MAILBOT_SECRET_FILE": "secret"}))


@pytest.mark.usefixtures("here")
def test_no_secret_is_ever_shown() -> None:
    settings = load(Path("mailbot.toml"), {**SECRETS, "MAILBOT_SMTP_PASSWORD": "hunter2", "MAILBOT_SECRET": "hunter3"})
    assert "hunter" not in repr(settings)


# ----------------------------------------------------------------------------------------------------------- procedures


PROCEDURE = "procedures/dsmart.toml"


def test_a_zone_that_does_not_exist_is_a_fault_of_its_key(here: Installation) -> None:
    line = here.edit('zone = "Europe/London"', 'zone = "Europe/Leek"', PROCEDURE)
    assert faults() == (
        f"{PROCEDURE}, line {line}: calendar.zone: 'Europe/Leek' is not a time zone: write one as in 'Europe/London'",
    )


def test_a_nation_that_is_none_is_a_fault_of_its_key(here: Installation) -> None:
    line = here.edit('nation = "england-and-wales"', 'nation = "wales"', PROCEDURE)
    assert faults()[0].startswith(f"{PROCEDURE}, line {line}: calendar.nation: must be 'england-and-wales',")


def test_a_day_that_is_both_open_and_closed_is_a_fault(here: Installation) -> None:
    here.edit("extra_closed = []", "extra_closed = [2026-12-24]", PROCEDURE)
    here.edit("extra_open = []", "extra_open = [2026-12-24]", PROCEDURE)
    assert "cannot be both an extra closed and an extra open day" in faults()[0]


def test_names_that_do_not_meet_are_told_with_the_line_of_their_entry(here: Installation) -> None:
    line = here.edit(
        'stops = ["visit.made", "visit.not_needed", "flag.no_heating.cleared"]',
        'stops = ["letter.vist_outcome.sent"]',
        PROCEDURE,
    )
    assert f"{PROCEDURE}, line {line}: clock.visit_urgent.stops: there is no letter 'vist_outcome'" in faults()


def test_an_entry_that_stands_twice_is_told_at_its_second_place(here: Installation) -> None:
    text = (here.folder / PROCEDURE).read_text(encoding="utf-8")
    again = '\n[[letter]]\nid = "message"\nclause = "7"\n'
    (here.folder / PROCEDURE).write_text(text + again, encoding="utf-8")
    line = text.count("\n") + 2
    assert faults() == (f"{PROCEDURE}, line {line}: letter: 'message' stands twice",)


def test_a_procedure_can_be_loaded_alone_with_all_its_faults(here: Installation) -> None:
    here.edit('prefix = "DS"', 'prefix = "dsmart"', PROCEDURE)
    here.edit("valid_from = 2026-01-01", 'valid_from = "soon"', PROCEDURE)
    with pytest.raises(ConfigError) as refused:
        load_procedure(here.folder / PROCEDURE)
    assert len(refused.value.faults) == 2


OAUTH = """auth = "xoauth2"
[smtp.oauth]
token_url = "https://login.example/token"
client_id = "mailbot"
grant = "client_credentials"
"""


def test_a_login_by_token_without_a_place_that_gives_tokens_is_refused(here: Installation) -> None:
    line = here.edit('security = "none"', 'security = "none"\nauth = "xoauth2"') + 1
    assert faults() == (
        f'mailbot.toml, line {line}: smtp.auth: "xoauth2" needs [smtp.oauth], which says where access tokens come from',
        f'mailbot.toml, line {line}: smtp.auth: "xoauth2" needs a username',
    )


def test_a_secret_is_posted_over_https_alone(here: Installation) -> None:
    here.edit('security = "none"', 'security = "none"\nusername = "info"\n' + OAUTH.replace("https", "http"))
    assert "smtp.oauth.token_url: would send a secret in the clear: it must begin with https://" in faults()[0]


def test_a_place_that_gives_tokens_is_of_no_use_with_a_password(here: Installation) -> None:
    here.edit('security = "none"', 'security = "none"\nusername = "info"\n' + OAUTH.replace("xoauth2", "password"))
    assert 'smtp.oauth: is not used with auth = "password"' in faults()[0]


def test_a_token_needs_the_clients_secret_and_no_password(here: Installation) -> None:
    here.edit('security = "none"', 'security = "none"\nusername = "info"\n' + OAUTH)
    secrets = {name: value for name, value in SECRETS.items() if name != "MAILBOT_SMTP_PASSWORD"}
    assert faults(secrets) == ("MAILBOT_SMTP_CLIENT_SECRET: is not set (nor MAILBOT_SMTP_CLIENT_SECRET_FILE)",)


def test_a_refresh_token_may_do_without_a_clients_secret_and_its_file_is_remembered(
    here: Installation, tmp_path: Path
) -> None:
    here.edit(
        'security = "none"',
        'security = "none"\nusername = "info"\n' + OAUTH.replace("client_credentials", "refresh_token"),
    )
    (tmp_path / "token").write_text("r1\n", encoding="utf-8")
    secrets = load(
        Path("mailbot.toml"), {**SECRETS, "MAILBOT_SMTP_REFRESH_TOKEN_FILE": str(tmp_path / "token")}
    ).secrets
    assert secrets.smtp_oauth.refresh_token == "r1"
    assert secrets.smtp_oauth.refresh_token_file == str(tmp_path / "token")
    assert "r1" not in repr(secrets)
