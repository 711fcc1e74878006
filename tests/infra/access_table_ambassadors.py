"""The pages of ambassadors, mentorships and the private list, with who may see them; part of `access_table.py`."""

from security import Access

OF_AMBASSADORS: dict[Access, list[str]] = {
    Access.PUBLIC: [
        "GET /m/<token>",
        "POST /m/<token>",
        "GET /m/another/<token>",
        "POST /m/another/<token>",
        "GET /m/pair/<side>/<token>",
        "POST /m/pair/<side>/<token>",
    ],
    Access.SIGNED_IN: [
        "GET /ambassadors",
        "GET /ambassadors/suggestion",
        "POST /ambassadors/suggestion",
        "GET /me/apart",
        "POST /me/apart",
        "GET /me/mentees",
        "GET /me/mentorship",
        "GET /me/mentorship/ask",
        "POST /me/mentorship/ask",
        "POST /me/mentorship/search",
        "POST /me/mentorship/withdrawal",
        "GET /mentorships/<int:mentorship_id>",
        "POST /mentorships/<int:mentorship_id>/check-ins",
        "POST /mentorships/<int:mentorship_id>/check-ins/<int:check_in_id>",
        "POST /mentorships/<int:mentorship_id>/check-ins/<int:check_in_id>/removal",
        "POST /mentorships/<int:mentorship_id>/ending",
        "POST /mentorships/<int:mentorship_id>/handover",
        "POST /mentorships/<int:mentorship_id>/plan",
        "POST /mentorships/<int:mentorship_id>/removal",
        "POST /mentorships/<int:mentorship_id>/wish",
        "POST /mentorships/proposals/<int:proposal_id>/answer",
    ],
    Access.MANAGER: [
        "GET /ambassadors/register",
        "POST /ambassadors/register",
        "POST /ambassadors/register/<int:person_id>/welcome",
        "GET /ambassadors/waiting",
        "GET /ambassadors/waiting/<int:person_id>",
        "POST /ambassadors/waiting/<int:person_id>",
    ],
}
