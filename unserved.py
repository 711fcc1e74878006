"""For a process that nobody asks for a page: `leave_out_pages`, before the application is imported, and it is 15 MB lighter.

Pages, their forms and the API stand in modules of their own, which only the `setup` of their package imports (tests/house holds both).
"""

import re
import sys
from collections.abc import Sequence
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import ModuleType

from flask import Blueprint

PAGES = re.compile(r"(api|openapi|(people|mail|networks|sessions|champions|onboarding)(\.\w+)*\.(views|forms|api)(_\w+)?)")


def leave_out_pages() -> None:
    """Importing a module of pages gives one that is empty, and takes whatever a `setup` registers of it."""
    sys.meta_path.insert(0, _Pages)


class _Pages:
    @staticmethod
    def find_spec(fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, _Empty()) if PAGES.fullmatch(fullname) else None


class _Empty(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it."""


class _Module(ModuleType):
    def __getattr__(self, name: str) -> "_Nothing":
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing(self.__name__.replace(".", "_"), self.__name__, root_path="")


class _Nothing(Blueprint):
    """A blueprint without pages, or a function or class that is only registered."""

    def __call__(self, *_values: object) -> "_Nothing":
        return self
