"""What is worked out once for all tests of a process, though each has an application of its own: a third of the suite's time."""

import gc
import sqlite3
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine, event
from werkzeug.routing import Map, Rule, RuleFactory
from werkzeug.routing.matcher import StateMachineMatcher
from whitenoise import WhiteNoise

from database import db

ROOMY = {
    "query_cache_size": 4000
}  # all statements of all tests; of the five hundred that are usual most were written again and again


def keep() -> None:
    """From here on, in this process: one engine for each address, with the statements it has written; connections stay a test's own.

    And what an application is put together from at its start: how its routes are read and written, the headers of its static files.
    And rubbish that refers to itself is looked for less often: each look goes through all that is kept.
    """
    gc.set_threshold(50_000, 20, 20)
    event.listen(Engine, "connect", wait_for_no_disk)
    _keep(db, "_make_engine", lambda _bind_key, options, _app: repr(sorted(options.items())))
    _change(db, "_make_engine", lambda make: lambda bind_key, options, app: make(bind_key, {**options, **ROOMY}, app))
    _keep(Rule, "_compile_builder", lambda rule, *unknown: (*_read(rule), *unknown))
    Flask.url_map_class = Routes
    _keep(WhiteNoise, "get_static_file", lambda _files, path, url, stat_cache: (path, url, stat_cache[path].st_mtime_ns))


def wait_for_no_disk(connection: object, _record: object) -> None:
    """What a test leaves need not outlive a power cut; that a process is killed loses nothing. A tenth of the suite was this waiting."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")


def _change(owner: Any, name: str, changed: Callable[[Any], Any]) -> None:
    setattr(owner, name, changed(getattr(owner, name)))


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
    return rule.rule, rule.subdomain, repr(rule.defaults)


class Routes(Map):
    """Routes are taken apart when the first address is asked for: never in most tests, and once for all applications with the same."""

    known: ClassVar[dict[Hashable, tuple[StateMachineMatcher, dict[Any, list[Rule]]]]] = {}
    one_at_a_time = Lock()

    def __init__(self, *args: Any, **more: Any) -> None:
        self._added: list[RuleFactory] = []
        self._settled = 0
        super().__init__(*args, **more)

    def add(self, rulefactory: RuleFactory) -> None:
        self._added.append(rulefactory)

    @property
    def _matcher(self) -> StateMachineMatcher:
        self._settle()
        return self._own_matcher

    @_matcher.setter
    def _matcher(self, matcher: StateMachineMatcher) -> None:
        self._own_matcher = matcher

    @property
    def _rules_by_endpoint(self) -> dict[Any, list[Rule]]:
        self._settle()
        return self._own_rules

    @_rules_by_endpoint.setter
    def _rules_by_endpoint(self, rules: dict[Any, list[Rule]]) -> None:
        self._own_rules = rules

    def _settle(self) -> None:
        if self._settled == len(self._added):
            return
        with self.one_at_a_time:
            rules = [rule.empty() for factory in self._added for rule in factory.get_rules(self)]
            key = (*map(_whole, rules), *self.converters.items())
            if key not in self.known:
                made = Map(rules, host_matching=self.host_matching, converters=self.converters)
                made.update()
                self.known[key] = made._matcher, made._rules_by_endpoint
            self._own_matcher, self._own_rules = self.known[key]
            self._remap = False
            self._settled = len(self._added)


def _whole(rule: Rule) -> tuple[Hashable, ...]:
    methods = frozenset(rule.methods or ())
    return *_read(rule), rule.endpoint, methods, rule.strict_slashes, rule.build_only, rule.websocket, rule.host


class Templates(BytecodeCache):
    """Compiled templates by language and the sum of their text."""

    def __init__(self) -> None:
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self.codes.get(_of(bucket)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[_of(bucket)] = bucket.bytecode_to_string()


def _of(bucket: Bucket) -> str:
    return bucket.environment.language + bucket.key + bucket.checksum


templates = Templates()


def keep_templates(app: Flask) -> None:
    """The application compiles only what none before it has."""
    app.jinja_env.bytecode_cache = templates
