"""What Slack's errors mean, and which rights (scopes) the mirror needs there."""

from typing import Any

from networks.platforms.protocol import AccessDenied, Finding, PlatformFault, Refused, RoomMissing, Unavailable
from networks.platforms.protocol import gettext_noop as _

TOKEN = (
    _("The token opens the workspace"),
    _("The token is wrong, has expired or was taken back: install the app again, and take the token from OAuth & Permissions."),
)

# The one account is in the way, not the work.
THEIRS = frozenset(
    {
        "user_not_found",
        "no_user",
        "cant_invite",
        "cant_invite_self",
        "user_is_bot",
        "user_is_restricted",
        "user_is_ultra_restricted",
        "user_disabled",
        "user_not_visible",
        "user_team_not_in_channel",
        "invitee_cant_see_channel",
        "ura_max_channels",
        "no_external_invite_permission",
        "failed_for_some_users",
        "cant_kick_self",
        "cant_kick_from_general",
    }
)
ALREADY_IN = frozenset({"already_in_channel"})
ALREADY_OUT = frozenset({"not_in_channel"})
GONE = frozenset({"channel_not_found", "is_archived"})
CLOSED = frozenset(
    {
        "not_authed",
        "invalid_auth",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "no_permission",
        "restricted_action",
        "ekm_access_denied",
        "org_login_required",
        "not_allowed_token_type",
        "not_in_channel",
    }
)
LATER = frozenset({"ratelimited", "rate_limited", "fatal_error", "internal_error", "service_unavailable", "request_timeout"})
SCOPE_WORDS = {
    "channels:manage": _("Make public channels, bring people in and take them out"),
    "channels:read": _("See public channels and who is in them"),
    "channels:join": _("Join a public channel that is there already"),
    "channels:history": _("See whether an announcement stands in a public channel"),
    "groups:write": _("Make private channels, bring people in and take them out"),
    "groups:read": _("See private channels and who is in them"),
    "groups:history": _("See whether an announcement stands in a private channel"),
    "users:read": _("See who has an account"),
    "users:read.email": _("Find people by their e-mail address"),
    "chat:write": _("Post announcements"),
}
SCOPE_MISSING = _("Add this bot scope under OAuth & Permissions, and install the app again.")
ARCHIVED = _("This channel is archived in Slack: take it out of the archive there first.")
UNSEEN = _("Slack has a channel with this name that the app does not see: invite the app into it.")
NOT_LET_IN = _("Slack does not let Foyer in.")
LATER_WORDS = _("Slack has a fault. Foyer tries again by itself.")
GONE_WORDS = _("This channel is not in Slack any more, or the app is not in it.")
REFUSED = _("Slack refused.")
UNKNOWN = _("Slack does not know this account, or it is closed.")
GUEST = _("Slack lets no app move this guest: somebody has to do it by hand.")
WORDS = {
    "user_not_found": UNKNOWN,
    "no_user": UNKNOWN,
    "user_disabled": UNKNOWN,
    "user_is_restricted": GUEST,
    "user_is_ultra_restricted": GUEST,
}
EVERYWHERE = ("users:read", "users:read.email", "chat:write", "channels:read")
SCOPES = {
    "public": ("channels:manage", "channels:join", "channels:history", *EVERYWHERE),
    "private": ("groups:write", "groups:read", "groups:history", *EVERYWHERE),
}


def finding(scope: str, works: bool) -> Finding:
    """Whether the app has this right."""
    return Finding(SCOPE_WORDS[scope], works, "" if works else f"{SCOPE_MISSING} It says: missing_scope, {scope}")


def words_for(error: str) -> str:
    """Why one account was refused."""
    return WORDS.get(error) or f"{REFUSED} It says: {error[:100]}"


def fault_for(said: dict[str, Any]) -> PlatformFault:
    """The fault behind an answer that is not ok; `needed` names the right that is missing."""
    error = str(said.get("error") or "unknown_error")[:100]
    if error == "missing_scope":
        return AccessDenied(f"{SCOPE_MISSING} It says: missing_scope, {str(said.get('needed') or '')[:100]}")
    if error in CLOSED:
        return AccessDenied(f"{NOT_LET_IN} It says: {error}")
    if error in LATER:
        return Unavailable(f"{LATER_WORDS} It says: {error}")
    if error in GONE:
        return RoomMissing(f"{GONE_WORDS} It says: {error}")
    return Refused(f"{REFUSED} It says: {error}")
