"""The pages of platforms, with who may see them; part of `access_table.py`."""

from security import Access

OF_PLATFORMS: dict[Access, list[str]] = {
    Access.ADMINISTRATOR: [
        "GET /platforms",
        "GET /platforms/<int:platform_id>",
        "GET /platforms/<int:platform_id>/edit",
        "POST /platforms/<int:platform_id>/edit",
        "POST /platforms/<int:platform_id>/removal",
        "POST /platforms/<int:platform_id>/test",
        "GET /platforms/new",
        "GET /platforms/new/<kind>",
        "POST /platforms/new/<kind>",
    ],
}
