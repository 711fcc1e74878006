"""The pages of journeys, with who may see them; part of `access_table.py`."""

from security import Access

OF_JOURNEYS: dict[Access, list[str]] = {
    Access.PUBLIC: [
        "GET /j/buddy/<token>",
        "POST /j/buddy/<token>",
        "GET /j/step/<token>",
        "POST /j/step/<token>",
    ],
    Access.SIGNED_IN: [
        "GET /journeys",
        "GET /journeys/<int:journey_id>",
        "POST /journeys/<int:journey_id>/buddy",
        "POST /journeys/<int:journey_id>/buddy/ending",
        "POST /journeys/<int:journey_id>/buddy/showing",
        "POST /journeys/<int:journey_id>/erasure",
        "POST /journeys/<int:journey_id>/follower",
        "POST /journeys/<int:journey_id>/leaving",
        "POST /journeys/<int:journey_id>/pause",
        "POST /journeys/<int:journey_id>/refusal",
        "POST /journeys/<int:journey_id>/reminders",
        "POST /journeys/<int:journey_id>/return",
        "POST /journeys/<int:journey_id>/steps/<int:step_id>/mark",
        "POST /journeys/<int:journey_id>/ways",
        "GET /journeys/buddies/<int:buddy_id>",
        "POST /journeys/buddies/<int:buddy_id>",
    ],
    Access.MANAGER: [
        "GET /journeys/plans",
        "POST /journeys/plans",
        "GET /journeys/plans/<int:journey_id>",
        "POST /journeys/plans/<int:journey_id>/closing",
        "GET /journeys/plans/<int:journey_id>/edit",
        "POST /journeys/plans/<int:journey_id>/edit",
        "POST /journeys/plans/<int:journey_id>/opening",
        "POST /journeys/plans/<int:journey_id>/removal",
        "POST /journeys/plans/<int:journey_id>/steps",
        "GET /journeys/plans/<int:journey_id>/steps/<int:step_id>",
        "POST /journeys/plans/<int:journey_id>/steps/<int:step_id>",
        "POST /journeys/plans/<int:journey_id>/steps/<int:step_id>/removal",
        "POST /journeys/plans/<int:journey_id>/steps/<int:step_id>/rise",
        "GET /journeys/plans/<int:journey_id>/steps/new",
        "GET /journeys/plans/new",
        "POST /journeys/plans/ready/<key>",
    ],
}
