"""What leaves the checkout: the wheel and the locks, and what they may not carry.

The core's imports are held to their list here too; the arrows between the rooms are import-linter's (`make arrows`).
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from mailbot import resources

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


# ------------------------------------------------------------------------------------------------------------ the wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert built.returncode == 0, built.stderr
    (file,) = folder.glob("*.whl")
    return file


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("folder", ["templates", "config"])
def test_the_wheel_carries_every_template_and_sample_configuration(wheel: Path, folder: str) -> None:
    ours = {f"mailbot/_data/{path.relative_to(ROOT).as_posix()}" for path in tracked(ROOT / folder)}

    assert ours
    assert ours <= names_in(wheel)


def test_the_wheel_carries_the_migrations(wheel: Path) -> None:
    ours = {path.relative_to(ROOT).as_posix() for path in tracked(ROOT / "mailbot/store/migrations")}

    assert any(name.endswith("env.py") for name in ours)
    assert ours <= names_in(wheel)


def test_the_wheel_carries_nothing_but_the_package_and_its_metadata(wheel: Path) -> None:
    assert {name.partition("/")[0].partition("-")[0] for name in names_in(wheel)} == {"mailbot"}
    assert not [name for name in names_in(wheel) if name.endswith((".pyc", ".db", ".env"))]


@pytest.fixture
def site(wheel: Path, tmp_path: Path) -> Path:
    """The wheel, laid out as an installation of it would be, away from the checkout."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    return tmp_path / "site"


def data_dir_in(site: Path) -> str:
    """What an interpreter that has this installation first on its path prints for data_dir(), or the error's name."""
    program = (
        f"import sys; sys.path.insert(0, {str(site)!r})\n"
        "from mailbot.resources import data_dir\n"
        "from mailbot.errors import ConfigError\n"
        "try: print(data_dir())\n"
        "except ConfigError as error: print('ConfigError:', error)\n"
    )
    # -I: no PYTHONPATH and no current folder; what an editable install adds to the path comes after ours.
    command = [sys.executable, "-I", "-c", program]
    ran = subprocess.run(command, cwd=site, capture_output=True, text=True, timeout=60, check=True)
    return ran.stdout.strip()


def test_an_installed_wheel_finds_its_templates_and_configuration_without_the_checkout(site: Path) -> None:
    assert data_dir_in(site) == str(site / "mailbot" / "_data")
    assert (site / "mailbot/_data/config/procedures/dsmart.toml").is_file()


def test_an_installation_without_its_data_says_where_it_looked(site: Path) -> None:
    shutil.rmtree(site / "mailbot" / "_data")

    assert data_dir_in(site) == (
        f"ConfigError: this installation of mailbot is not whole: neither {site / 'mailbot' / '_data'} nor {site}"
        " holds templates/ and config/"
    )


def test_a_checkout_finds_its_templates_and_configuration_at_its_root() -> None:
    assert resources.default_templates() == ROOT / "templates"
    assert resources.default_config() == ROOT / "config"


# ------------------------------------------------------------------------------------------------------------ the locks


def locked(name: str) -> dict[str, str]:
    """Package to version, as the lock pins them."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\s;]+)", text, flags=re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_pins_and_hashes_and_names_no_index_no_folder_and_no_link(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    body = [line for line in text.splitlines() if line and not line.startswith("#")]

    assert "://" not in text
    assert [
        line
        for line in body
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*==\S+( ; [^\\/]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line)
    ] == []
    assert len(re.findall(r"==\S+(?: ; [^\\]+)? \\\n    --hash=sha256:", text)) == len(locked(name))


def test_the_lock_holds_every_dependency_that_the_project_names() -> None:
    named = {distribution(line) for line in PROJECT["project"]["dependencies"]}

    assert named - locked("requirements.lock").keys() == set()


def test_the_development_lock_holds_the_same_versions_and_the_tools_beside() -> None:
    run, develop = locked("requirements.lock"), locked("requirements-dev.lock")
    tools = {distribution(line) for line in PROJECT["dependency-groups"]["dev"]}

    assert {name: develop.get(name) for name in run} == run
    assert tools - develop.keys() == set()


def test_every_library_that_mailbot_imports_is_a_dependency_that_it_names() -> None:
    named = {distribution(line) for line in PROJECT["project"]["dependencies"]}
    providers = packages_distributions()
    imported = {top for path in tracked(ROOT / "mailbot") if path.suffix == ".py" for top in imports_of(path)}
    foreign = {top.partition(".")[0] for top in imported} - sys.stdlib_module_names - {"mailbot"}

    missing = {top for top in foreign if not named & {distribution(name) for name in providers.get(top, [])}}

    assert missing == set()


def distribution(requirement: str) -> str:
    """The normalised name of a requirement, as PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0]).lower()


def imports_of(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return plain | {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }


@pytest.mark.parametrize("name", ["Makefile", "Dockerfile", ".ci/run", "pyproject.toml"])
def test_what_builds_mailbot_leaves_the_choice_of_a_package_index_to_the_machine(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert not re.search(r"index-url(?<!no-emit-index-url)|find-links|trusted-host|https?://", text)


# ------------------------------------------------------------------------------------------------------------- the core

CORE_MAY_USE = {"pydantic", "stdnum", "dateparser", "holidays", "dateutil", "idna"}
CLOCKS = {"now", "utcnow", "today"}


@pytest.mark.parametrize("path", sorted((ROOT / "mailbot/core").rglob("*.py")), ids=lambda path: path.name)
def test_the_core_imports_only_the_libraries_named_for_it_and_reads_no_clock(path: Path) -> None:
    imported = imports_of(path)
    rooms = {name for name in imported if name.partition(".")[0] == "mailbot"}
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    called = {node.func.attr for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}

    assert {name.partition(".")[0] for name in imported - rooms} - sys.stdlib_module_names <= CORE_MAY_USE
    assert {name for name in rooms if not name.startswith(("mailbot.core", "mailbot.errors"))} == set()
    assert called & CLOCKS == set()


def tracked(folder: Path) -> list[Path]:
    """The files of a folder that belong to the project."""
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
