"""The pages of mirrors, with who may see them; part of `access_table.py`. Each looks for who looks after the group."""

from security import Access

OF_MIRRORS: dict[Access, list[str]] = {
    Access.HOSTS: [
        "GET /groups/<int:group_id>/mirror",
        "POST /groups/<int:group_id>/mirror",
        "GET /groups/<int:group_id>/mirror/edit",
        "POST /groups/<int:group_id>/mirror/edit",
        "POST /groups/<int:group_id>/mirror/pause",
        "GET /groups/<int:group_id>/mirror/plan",
        "POST /groups/<int:group_id>/mirror/removal",
        "POST /groups/<int:group_id>/mirror/resumption",
        "POST /groups/<int:group_id>/mirror/runs",
        "GET /groups/<int:group_id>/mirror/runs/<int:run_id>",
        "POST /groups/<int:group_id>/mirror/runs/<int:run_id>/reversal",
    ],
}
