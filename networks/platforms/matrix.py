"""Matrix: a room is a private room of our account, in a space if wished; its address, #foyer-KEY:server, is what makes it one for each key.

Speaks the Client-Server API, and of Synapse's admin API what tells whose an e-mail address is. What Matrix does, and what it means here:
- People are invited and say yes themselves: ASKED. Members who left, or declined, are told as OUT for ever; whom our own account showed
  out are not, for that was no decision of theirs.
- All members come in one answer. There are no pages.
- A message sent twice with one transaction id is one message, for the same sign-in and about a day. So that a new token or a late repeat
  says nothing twice, the message also carries our key, which is looked for among our last hundred messages in the room.
- A room that was upgraded is followed to the new one where both say so and our account was invited there.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from networks.platforms.client import Answer, words_of
from networks.platforms.matrix_checks import checked
from networks.platforms.matrix_server import (
    CLIENT,
    REFUSALS,
    SYNAPSE,
    USER,
    Server,
    fault,
    garbled,
    quoted,
    room_path,
    said,
    text,
)
from networks.platforms.protocol import (
    Access,
    AccessDenied,
    Done,
    Field,
    Finding,
    Outcome,
    Refused,
    Room,
    RoomMember,
    Sought,
    There,
    gettext_noop,
)

KEY = "nl.foyer.key"
LAST_MESSAGES = 100
STANDINGS = {"join": There.MEMBER, "invite": There.INVITED}
LOCALPART = re.compile(r"[a-z0-9._=\-/+]+")
BARRED = gettext_noop("This account is barred from the room: somebody has to lift that there first.")
OUR_OWN = gettext_noop("This is Foyer's own account, which has to stay.")
SAME_POWER = gettext_noop(
    "This account has as much power in the room as Foyer's own: take that away, or take the account out there by hand."
)
NO_POWER = gettext_noop("Foyer's account lacks the power to do this in the room: give it that.")
NO_ADDRESS = gettext_noop("The server lets Foyer's account make no room with this address.")
NOT_OURS = gettext_noop(
    "The address belongs to a room that Foyer's account is not in: if it is yours, join it with that account by hand; if not, take the "
    "address from it."
)
NO_PLACE = gettext_noop("The room cannot be placed in the space: give Foyer's account the power to change the settings of both.")
NO_SPEECH = gettext_noop("Foyer's account may not write in the room: give it the power to.")
NO_PROFILES = gettext_noop(
    "The server does not say who has an account. Make Foyer's account an administrator of the server, or let it see profiles (in "
    "Synapse: limit_profile_requests_to_users_who_share_rooms)."
)
REFUSED = gettext_noop("The server refused this account.")


class Matrix:
    """One server, as the account whose token we have."""

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field(
            "token",
            gettext_noop("Access token"),
            gettext_noop(
                "Of an account of Foyer's own. Where that account administers the server (Synapse), people are found by e-mail address."
            ),
            is_secret=True,
        ),
        Field(
            "space",
            gettext_noop("Space"),
            gettext_noop("Rooms are placed in this space, #name:server. Foyer makes it when there is none. Empty: in none."),
            is_required=False,
        ),
        Field(
            "account_rule",
            gettext_noop("Accounts from addresses"),
            gettext_noop(
                "How an account follows from an e-mail address where the server does not tell: @{localpart}:example.org."
            ),
            is_required=False,
        ),
        Field(
            "domain",
            gettext_noop("Domain of these addresses"),
            gettext_noop("The rule counts for addresses in this domain only: example.org. Empty: for all."),
            is_required=False,
        ),
        Field(
            "provider",
            gettext_noop("Sign-in provider"),
            gettext_noop("Its idp_id in Synapse, when the accounts carry the numbers of your directory from there."),
            is_required=False,
        ),
        Field(
            "prefix",
            gettext_noop("Beginning of room addresses"),
            gettext_noop("foyer when left empty: #foyer-…:server."),
            is_required=False,
        ),
        Field(
            "web",
            gettext_noop("Web client"),
            gettext_noop("Where people open rooms: https://element.example.org."),
            is_required=False,
        ),
    )

    def __init__(self, access: Access) -> None:
        self._server = Server(access)
        options = {name: value.strip() for name, value in access.options.items()}
        self._space, self._provider = options.get("space", ""), options.get("provider", "")
        self._rule, self._domain = options.get("account_rule", ""), options.get("domain", "").lower().lstrip("@")
        self._prefix = options.get("prefix", "") or "foyer"
        self._web = options.get("web", "").rstrip("/") or "https://matrix.to"

    def close(self) -> None:
        self._server.close()

    def check(self) -> Sequence[Finding]:
        return checked(self._server, self._space, self._rule)

    # Rooms

    def open_room(self, key: str, name: str, purpose: str) -> Room:
        space_id = self._space_id()
        alias = f"{self._prefix}-{key}"
        room_id = self._known(alias)
        if not room_id:
            parent = {"via": [self._server.name], "canonical": True}
            state = [{"type": "m.space.parent", "state_key": space_id, "content": parent}] if space_id else []
            state.append({"type": "m.room.guest_access", "state_key": "", "content": {"guest_access": "forbidden"}})
            room_id = self._made(alias, {"name": name, "topic": purpose, "initial_state": state})
        if space_id:
            self._place(space_id, room_id)
        return self._told(room_id)

    def room(self, room_id: str) -> Room:
        return self._told(self._server.entered(room_id))

    def _known(self, alias: str) -> str:
        """The room with this address, "" when there is none. Raises Refused when Foyer's account is not in it.

        An invitation to it is not accepted here: anybody can give a room an address that will be ours, and wait for our people there.
        """
        address = f"#{alias}:{self._server.name}"
        room_id = self._server.resolved(address)
        if room_id and not self._server.is_in(room_id):
            raise Refused(said(NOT_OURS, f"{address}, {self._server.me}"))
        return self._server.entered(room_id) if room_id else ""

    def _made(self, alias: str, wish: dict[str, Any]) -> str:
        fixed = {"preset": "private_chat", "visibility": "private", "room_alias_name": alias}
        answer = self._server.ask("POST", f"{CLIENT}/createRoom", body={**fixed, **wish}, allowed=REFUSALS)
        if answer.status == 400 and text(answer.object(), "errcode") == "M_ROOM_IN_USE":
            return self._known(alias) or garbled()  # somebody was faster: most likely we were
        if answer.status == 403:
            raise AccessDenied(NO_ADDRESS + words_of(answer.json))
        if answer.status != 200:
            raise fault(answer)
        return text(answer.object(), "room_id") or garbled()

    def _space_id(self) -> str:
        if not self._space:
            return ""
        if self._space.startswith("!"):
            return self._server.entered(self._space)
        localpart, _, server = self._space.removeprefix("#").partition(":")
        known = self._server.resolved(f"#{localpart}:{server or self._server.name}")
        if known or server not in {"", self._server.name}:
            return self._server.entered(known or self._space)
        levels = {"events_default": 100, "invite": 50}
        wish = {"name": localpart, "creation_content": {"type": "m.space"}, "power_level_content_override": levels}
        return self._made(localpart, wish)

    def _place(self, space_id: str, room_id: str) -> None:
        via = {"via": [self._server.name]}
        self._say(space_id, "m.space.child", room_id, via)
        self._say(room_id, "m.space.parent", space_id, {**via, "canonical": True})

    def _say(self, room_id: str, kind: str, key: str, content: dict[str, Any]) -> None:
        if (self._server.state(room_id, kind, key) or {}).get("via"):
            return
        answer = self._server.set_state(room_id, kind, key, content)
        if answer.status != 200:
            raise AccessDenied(NO_PLACE + words_of(answer.json))

    def _told(self, room_id: str) -> Room:
        name = text(self._server.state(room_id, "m.room.name"), "name")
        path = "/#/" if self._web == "https://matrix.to" else "/#/room/"
        return Room(room_id, name, f"{self._web}{path}{quoted(room_id)}?via={quoted(self._server.name)}")

    # Accounts

    def accounts(self, sought: Iterable[Sought]) -> dict[int, str]:
        found = {person.person_id: self._account(person) for person in sought}
        times = Counter(found.values())
        return {number: account for number, account in found.items() if account and times[account] == 1}

    def _account(self, person: Sought) -> str:
        """Whose account it is, "" for nobody's."""
        address = person.email.strip().lower()
        account = ""
        if self._server.is_ours and self._provider and person.external_id:
            account = self._asked(f"/v1/auth_providers/{quoted(self._provider)}/users/{quoted(person.external_id)}")
        if self._server.is_ours and address and not account:
            account = self._asked(f"/v1/threepid/email/users/{quoted(address)}")
        if self._rule and address and not account:
            account = self._by_rule(address)
        return "" if account == self._server.me else account

    def _asked(self, path: str) -> str:
        answer = self._server.ask("GET", SYNAPSE + path, allowed=frozenset({400, 404}))
        return text(answer.object(), "user_id") if answer.status == 200 else ""

    def _by_rule(self, address: str) -> str:
        localpart, _, domain = address.rpartition("@")
        account = self._rule.replace("{localpart}", localpart)
        if not LOCALPART.fullmatch(localpart) or self._domain not in {"", domain} or not USER.fullmatch(account):
            return ""
        if self._server.is_ours:
            known = self._server.ask("GET", f"{SYNAPSE}/v2/users/{quoted(account)}", allowed=frozenset({400, 404}))
            return account if known.status == 200 and not known.object().get("deactivated") else ""
        known = self._server.ask("GET", f"{CLIENT}/profile/{quoted(account)}", allowed=REFUSALS)
        if known.status == 403:
            raise AccessDenied(NO_PROFILES + words_of(known.json))
        return account if known.status == 200 else ""

    # Members

    def members(self, room_id: str) -> Iterator[RoomMember]:
        answer = self._server.ask("GET", f"{room_path(self._server.entered(room_id))}/members").object()
        for event in _events(answer):
            member = self._member(event)
            if member is not None and member.account != self._server.me:
                yield member

    def _member(self, event: dict[str, Any]) -> RoomMember | None:
        account, content = text(event, "state_key"), event.get("content")
        if not USER.fullmatch(account) or not isinstance(content, dict):
            garbled()
        membership = text(content, "membership")
        if membership in STANDINGS:
            return RoomMember(account, STANDINGS[membership])
        decided = membership == "ban" or (membership == "leave" and text(event, "sender") != self._server.me)
        return RoomMember(account, There.OUT) if decided else None

    def bring_in(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        current = self._server.entered(room_id) if accounts else room_id
        for account in dict.fromkeys(accounts):
            yield self._invited(current, account)

    def _invited(self, room_id: str, account: str) -> Outcome:
        standing = self._server.standing(room_id, account)
        if standing in STANDINGS:
            return Outcome(account, Done.ALREADY)
        if standing == "ban":
            return Outcome(account, Done.REFUSED, BARRED)
        answer = self._server.ask("POST", f"{room_path(room_id)}/invite", body={"user_id": account}, allowed=REFUSALS)
        return Outcome(account, Done.ASKED) if answer.status == 200 else self._refusal(room_id, account, "invite", 0, answer)

    def take_out(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        current = self._server.entered(room_id) if accounts else room_id
        for account in dict.fromkeys(accounts):
            yield self._shown_out(current, account)

    def _shown_out(self, room_id: str, account: str) -> Outcome:
        if account == self._server.me:
            return Outcome(account, Done.REFUSED, OUR_OWN)
        if self._server.standing(room_id, account) not in STANDINGS:
            return Outcome(account, Done.ALREADY)
        answer = self._server.ask("POST", f"{room_path(room_id)}/kick", body={"user_id": account}, allowed=REFUSALS)
        return Outcome(account, Done.DONE) if answer.status == 200 else self._refusal(room_id, account, "kick", 50, answer)

    def _refusal(self, room_id: str, account: str, deed: str, otherwise: int, answer: Answer) -> Outcome:
        """This one is refused. Raises AccessDenied when everyone would be: Foyer's account lacks the power."""
        if answer.status == 403:
            self._server.entered(room_id)
            if (self._server.standing(room_id, account) in STANDINGS) == (deed == "invite"):
                return Outcome(account, Done.ALREADY)  # somebody was faster
            powers, me = self._server.powers(room_id), self._server.me
            needed = powers.needed(deed, otherwise)
            if powers.of(me) < needed:
                raise AccessDenied(said(NO_POWER, f"{deed} {needed:g}, {me} {powers.of(me):g}"))
            if deed == "kick" and powers.of(account) >= powers.of(me):
                return Outcome(account, Done.REFUSED, SAME_POWER)
        return Outcome(account, Done.REFUSED, REFUSED + words_of(answer.json))

    # Words

    def announce(self, room_id: str, text: str, key: str) -> None:
        current = self._server.entered(room_id)
        mark = hashlib.sha256(key.encode()).hexdigest()[:32]
        if self._was_said(current, mark):
            return
        message = {"msgtype": "m.text", "body": text, "m.mentions": {}, KEY: mark}  # nobody is called, whatever it says
        path = f"{room_path(current)}/send/m.room.message/foyer-{mark}"
        answer = self._server.ask("PUT", path, body=message, allowed=frozenset({403}))
        if answer.status == 403:
            raise AccessDenied(NO_SPEECH + words_of(answer.json))

    def _was_said(self, room_id: str, mark: str) -> bool:
        ours = json.dumps({"types": ["m.room.message"], "senders": [self._server.me]})
        query: dict[str, str | int] = {"dir": "b", "limit": LAST_MESSAGES, "filter": ours}
        events = _events(self._server.ask("GET", f"{room_path(room_id)}/messages", query=query).object())
        contents = (event.get("content") for event in events)
        return any(isinstance(content, dict) and content.get(KEY) == mark for content in contents)


def _events(answer: dict[str, Any]) -> list[dict[str, Any]]:
    chunk = answer.get("chunk")
    if not isinstance(chunk, list) or not all(isinstance(event, dict) for event in chunk):
        garbled()
    return chunk
