"""`mailbot init`: a new company's first files. With their secrets set they pass `mailbot check`."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from mailbot.credentials import password_variable
from mailbot.errors import ConfigError, MailbotError
from mailbot.letters.source import COMMON

_TEXT = (".toml", ".md", ".j2")
_DOTTED = {"env": "mailbot.env", "gitignore": ".gitignore"}  # a wheel of ours carries no file that looks like secrets


def write_starter(folder: Path) -> Iterator[str]:
    """Writes the files below `folder`, which is made where missing, and gives a line for each, then what to do next.

    The company's short name is made of the folder's. Raises ConfigError, before anything is written, if a file is there
    already; MailbotError if one cannot be written.
    """
    words = _words(folder)
    texts = {folder / _named(name, words): _filled(text, words) for name, text in _texts().items()}
    there = [path for path in texts if path.exists()]
    if there:
        raise ConfigError(*(f"{path}: is there already, and nothing is overwritten" for path in there))
    for path, text in texts.items():
        _write(path, text, private=path.suffix == ".env")
        yield f"wrote {path}"
    yield ""
    yield from _next(folder, words)


def _next(folder: Path, words: Mapping[str, str]) -> Iterator[str]:
    yield "What to do next:"
    yield f"1. cd {folder}"
    yield "2. In config/mailbot.toml: your mail servers, addresses and people (each marked CHANGE)."
    yield f"3. In config/procedures/{words['ID']}.toml and .md: your company's name and promises, in both."
    yield f"4. In mailbot.env: MAILBOT_SMTP_PASSWORD and {password_variable(words['NAME'])}."
    yield "5. set -a; . ./mailbot.env; set +a"
    yield "6. mailbot check, then mailbot check --online"
    yield "7. mailbot run"


def _words(folder: Path) -> Mapping[str, str]:
    """What stands for @NAME@, @ID@, ... in the files: the company's short name in the forms that its places allow."""
    plain = re.sub(r"[^a-z0-9]{1,99}", "-", folder.absolute().name.lower()).strip("-")[:30].strip("-")
    name = plain if plain[:1].isalpha() and plain != COMMON else "company"
    letters = re.sub(r"[^A-Z]", "", name.upper())
    return {
        "NAME": name,
        "ID": name.replace("-", "_"),
        "PREFIX": letters[:3] if len(letters) >= 2 else "CO",
        "VARIABLE": name.upper().replace("-", "_"),
        "SECRET": secrets.token_urlsafe(32),
    }


def _texts() -> Mapping[str, str]:
    """The files that come with mailbot, by their path below the new folder."""
    found: dict[str, str] = {}
    todo = [("", files("mailbot").joinpath("_starter"))]
    while todo:
        prefix, folder = todo.pop()
        for entry in folder.iterdir():
            if entry.is_dir():
                todo.append((f"{prefix}{entry.name}/", entry))
            elif entry.name in _DOTTED or entry.name.endswith(_TEXT):
                found[f"{prefix}{entry.name}"] = entry.read_text(encoding="utf-8")
    if not found:
        raise ConfigError("this installation of mailbot is not whole: it has no starter files")
    return dict(sorted(found.items()))


def _named(name: str, words: Mapping[str, str]) -> str:
    if name in _DOTTED:
        return _DOTTED[name]
    if name.startswith("templates/"):
        return name.replace("templates/", f"templates/{words['ID']}/", 1)
    return name.replace("procedures/company.", f"procedures/{words['ID']}.")


def _filled(text: str, words: Mapping[str, str]) -> str:
    return re.sub(r"@(NAME|ID|PREFIX|VARIABLE|SECRET)@", lambda found: words[found[1]], text)


def _write(path: Path, text: str, *, private: bool) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            if private:
                path.chmod(0o600)
            file.write(text)
    except FileExistsError as fault:
        raise ConfigError(f"{path}: is there already, and nothing is overwritten") from fault
    except OSError as fault:
        raise MailbotError(f"{path}: it cannot be written: {fault.strerror}") from fault
