"""What is worked out once for all tests of a process, though each has an application of its own: a third of the suite's time."""

import gc
from collections.abc import Callable, Hashable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule
from whitenoise import WhiteNoise

from database import db


def keep() -> None:
    """From here on, in this process: one engine for each address, with the statements it has written; connections stay a test's own.

    And what an application is put together from at its start: how its routes are read and written, the headers of its static files.
    And rubbish that refers to itself is looked for less often: each look goes through all that is kept.
    """
    gc.set_threshold(50_000, 20, 20)
    _keep(db, "_make_engine", lambda _bind_key, options, _app: repr(sorted(options.items())))
    _keep(Rule, "_compile_builder", lambda rule, *unknown: (*_read(rule), *unknown))
    Rule.compile = _compiled_once(Rule.compile)
    _keep(WhiteNoise, "get_static_file", lambda _files, path, url, stat_cache: (path, url, stat_cache[path].st_mtime_ns))


def _keep(owner: Any, name: str, key_of: Callable[..., Hashable]) -> None:
    make: Callable[..., Any] = getattr(owner, name)
    kept: dict[Hashable, Any] = {}

    def made_once(*args: Any, **more: Any) -> Any:
        key = key_of(*args, **more)
        if key not in kept:
            kept[key] = make(*args, **more)
        return kept[key]

    setattr(owner, name, made_once)


def _read(rule: Rule) -> tuple[Hashable, ...]:
    return rule.rule, rule.subdomain, rule.merge_slashes, repr(rule.defaults)


def _compiled_once(compile_: Callable[[Rule], None]) -> Callable[[Rule], None]:
    """What a route says is taken apart once; how it is matched and written stays the application's own."""
    kept: dict[Hashable, tuple[Any, ...]] = {}

    def compiled(rule: Rule) -> None:
        key = _read(rule)
        if key not in kept:
            compile_(rule)
            kept[key] = rule._parts, rule._trace, rule._converters, frozenset(rule.arguments)
            return
        rule._parts, rule._trace, rule._converters, arguments = kept[key]
        rule.arguments |= arguments
        rule._build = rule._compile_builder(False).__get__(rule, None)
        rule._build_unknown = rule._compile_builder(True).__get__(rule, None)

    return compiled


class Templates(BytecodeCache):
    """Compiled templates by the sum of their text."""

    def __init__(self) -> None:
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self.codes.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


templates = Templates()


def keep_templates(app: Flask) -> None:
    """The application compiles only what none before it has."""
    app.jinja_env.bytecode_cache = templates
