"""The pages of directories, with who may see them; part of `access_table.py`."""

from security import Access

OF_DIRECTORIES: dict[Access, list[str]] = {
    Access.MANAGER: [
        "GET /networks/directories",
        "GET /networks/directories/<int:directory_id>",
        "GET /networks/directories/<int:directory_id>/edit",
        "POST /networks/directories/<int:directory_id>/edit",
        "POST /networks/directories/<int:directory_id>/looks",
        "POST /networks/directories/<int:directory_id>/removal",
        "POST /networks/directories/<int:directory_id>/test",
        "GET /networks/directories/new/<kind>",
        "POST /networks/directories/new/<kind>",
    ],
}
