"""The pages of networks that meet offline, with who may see them; part of `access_table.py`."""

from security import Access

OF_NETWORKS: dict[Access, list[str]] = {
    Access.PUBLIC: [
        "GET /n/<token>",
        "POST /n/<token>",
        "GET /n/census/<token>",
        "GET /n/list/<token>",
        "POST /n/list/<token>",
    ],
    Access.SIGNED_IN: [
        "GET /networks",
        "POST /networks",
        "GET /networks/<int:network_id>",
        "POST /networks/<int:network_id>/confirmation",
        "POST /networks/<int:network_id>/departure",
        "POST /networks/<int:network_id>/keeper/answer",
        "POST /networks/<int:network_id>/keeper/departure",
        "POST /networks/<int:network_id>/membership",
        "GET /networks/new",
        "GET /networks/similar",
    ],
    Access.HOSTS: [
        "GET /networks/<int:network_id>/closure",
        "POST /networks/<int:network_id>/closure",
        "GET /networks/<int:network_id>/edit",
        "POST /networks/<int:network_id>/edit",
        "POST /networks/<int:network_id>/keeper",
        "GET /networks/<int:network_id>/people",
        "POST /networks/<int:network_id>/people",
        "POST /networks/<int:network_id>/people/<int:person_id>/removal",
        "POST /networks/<int:network_id>/reopening",
        "GET /networks/<int:network_id>/same/<int:other_id>",
        "POST /networks/<int:network_id>/same/<int:other_id>",
        "POST /networks/<int:network_id>/separation",
        "POST /networks/<int:network_id>/sleep",
        "POST /networks/<int:network_id>/waking",
        "POST /networks/<int:network_id>/withdrawal",
    ],
    Access.MANAGER: [
        "GET /networks/census",
        "POST /networks/census",
        "GET /networks/census/<int:census_id>",
        "POST /networks/census/<int:census_id>/disposal",
        "GET /networks/census/<int:census_id>/edit",
        "POST /networks/census/<int:census_id>/edit",
        "GET /networks/census/<int:census_id>/poster",
        "GET /networks/census/new",
        "GET /networks/map",
        "GET /networks/unconfirmed",
    ],
}
