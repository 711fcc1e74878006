"""The pages of channels, with who may see them; part of `access_table.py`. Each looks for who looks after the group."""

from security import Access

OF_CHANNELS: dict[Access, list[str]] = {
    Access.HOSTS: [
        "GET /groups/<int:group_id>/channels",
        "POST /groups/<int:group_id>/channels",
        "GET /groups/<int:group_id>/channels/<int:channel_id>",
        "POST /groups/<int:group_id>/channels/<int:channel_id>/announcements",
        "GET /groups/<int:group_id>/channels/<int:channel_id>/edit",
        "POST /groups/<int:group_id>/channels/<int:channel_id>/edit",
        "GET /groups/<int:group_id>/channels/<int:channel_id>/look",
        "POST /groups/<int:group_id>/channels/<int:channel_id>/look",
        "POST /groups/<int:group_id>/channels/<int:channel_id>/pause",
        "POST /groups/<int:group_id>/channels/<int:channel_id>/removal",
        "POST /groups/<int:group_id>/channels/<int:channel_id>/resumption",
        "POST /groups/<int:group_id>/channels/<int:channel_id>/runs",
        "GET /groups/<int:group_id>/channels/<int:channel_id>/runs/<int:run_id>",
        "POST /groups/<int:group_id>/channels/<int:channel_id>/runs/<int:run_id>/reversal",
    ],
}
