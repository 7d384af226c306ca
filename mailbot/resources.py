"""Where the templates and the sample configuration that come with mailbot are. It finds folders; it reads none."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from mailbot.errors import ConfigError


def default_templates() -> Path:
    """The folder of letters shipped with mailbot, one sub-folder a procedure. Raises ConfigError if it is not there."""
    return data_dir() / "templates"


def default_config() -> Path:
    """The folder of the sample `mailbot.toml` and `procedures/`. Raises ConfigError if it is not there."""
    return data_dir() / "config"


def data_dir() -> Path:
    """The folder that holds both: inside the package when a wheel was installed, else the root of the checkout.

    Raises ConfigError when the installation lacks it.
    """
    package = Path(str(files("mailbot")))
    candidates = (package / "_data", package.parent)
    for folder in candidates:
        if (folder / "templates").is_dir() and (folder / "config").is_dir():
            return folder
    tried = " nor ".join(str(folder) for folder in candidates)
    raise ConfigError(f"this installation of mailbot is not whole: neither {tried} holds templates/ and config/")
