"""What can go wrong, in words a person can act on."""


class SessionError(Exception):
    """Base of every error of this package. `code` is stable for programs, the message is for people.

    `template` and `values` are the same message before its values are filled in: pages say it in the reader's language.
    """

    code = "session"

    def __init__(self, template: str, **values: object) -> None:
        self.template, self.values = template, values
        self.message = template % values if values else template
        super().__init__(self.message)


class SessionMissing(SessionError):
    """There is no such session."""

    code = "session-missing"


class NotInvited(SessionError):
    """This person has no invitation to this session, or it was withdrawn."""

    code = "not-invited"


class TooLate(SessionError):
    """The deadline or the start has passed."""

    code = "too-late"


class WrongState(SessionError):
    """A draft, published or cancelled session does not allow this."""

    code = "wrong-state"


class Outdated(SessionError):
    """The answer was given to a date or place that is not the session's any more."""

    code = "outdated"


class CapacityTaken(SessionError):
    """More seats are taken than would be left."""

    code = "capacity-taken"


class EditConflict(SessionError):
    """Somebody else changed the session in the meantime."""

    code = "edit-conflict"


class DetailsInvalid(SessionError):
    """A field of the session cannot be what was asked; `field` names it."""

    code = "details-invalid"

    def __init__(self, field: str, template: str, **values: object) -> None:
        super().__init__(template, **values)
        self.field = field


class LinkInvalid(SessionError):
    """This answer link is not one of ours, or was changed on the way."""

    code = "link-invalid"


class LinkExpired(SessionError):
    """The session of this answer link is over."""

    code = "link-expired"


class OnlyHosts(SessionError):
    """Who came is seen by the hosts of that date alone."""

    code = "only-hosts"


class NobodyThere(SessionError):
    """There is no such person, or nothing of them at this date."""

    code = "nobody-there"


class RoomFull(SessionError):
    """Everybody's seat is taken; the host decides whether somebody more comes in."""

    code = "room-full"
