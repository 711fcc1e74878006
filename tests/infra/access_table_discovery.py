"""The pages of what is handed over to find networks in it, with who may see them; part of `access_table.py`."""

from security import Access

OF_DISCOVERY: dict[Access, list[str]] = {
    Access.SIGNED_IN: [
        "GET /networks/discovery",
        "POST /networks/discovery",
        "POST /networks/discovery/removal",
    ],
    Access.HOSTS: [
        "GET /networks/discovery/<int:hand_over_id>",
        "POST /networks/discovery/<int:hand_over_id>/removal",
        "GET /networks/discovery/found/<int:found_id>",
        "POST /networks/discovery/found/<int:found_id>",
        "POST /networks/discovery/found/<int:found_id>/aside",
    ],
    Access.MANAGER: [
        "GET /networks/discovery/words",
        "POST /networks/discovery/words",
        "POST /networks/discovery/words/reset",
    ],
}
