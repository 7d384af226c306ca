"""What makes a start cheap. Nothing depends on it: without, everything works, later."""

from __future__ import annotations

import gc
import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

STARTING = 100_000
"""Objects made before Python looks for garbage among them. A start makes as many that stay; to look after every 700 takes a tenth of it."""

RUNNING = 20_000
"""The same for the daemon, which makes less that stays."""


def lightly() -> None:
    """Before anything large is imported."""
    gc.set_threshold(STARTING)
    _without_its_rest("holidays", "countries")  # 250 countries: a quarter of a second and 10 MB


def done() -> None:
    """What is there by now stays: nobody need look through it again."""
    gc.freeze()
    gc.set_threshold(RUNNING)


def _without_its_rest(library: str, package: str) -> None:
    """Lets a module of the package be imported alone: otherwise the whole package comes before it, as it does once anything of the package
    itself is asked for."""
    name = f"{library}.{package}"
    found = find_spec(library)
    if name in sys.modules or found is None or not found.submodule_search_locations:
        return
    folder = Path(found.submodule_search_locations[0]) / package
    spec = spec_from_file_location(name, folder / "__init__.py", submodule_search_locations=[str(folder)])
    if spec is None or spec.loader is None:
        return
    loader, module = spec.loader, module_from_spec(spec)

    def whole(attribute: str) -> object:
        del module.__dict__["__getattr__"]
        loader.exec_module(module)
        return getattr(module, attribute)

    module.__dict__["__getattr__"] = whole  # PEP 562
    sys.modules[name] = module
