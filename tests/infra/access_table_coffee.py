"""The pages of coffee, with who may see them; part of `access_table.py`."""

from security import Access

OF_COFFEE: dict[Access, list[str]] = {
    Access.PUBLIC: [
        "GET /k/<token>",
        "POST /k/<token>/answer",
        "POST /k/<token>/met",
    ],
    Access.SIGNED_IN: [
        "GET /coffee",
        "GET /coffee/<int:circle_id>",
        "POST /coffee/<int:circle_id>",
        "POST /coffee/<int:circle_id>/leaving",
    ],
    Access.MANAGER: [
        "POST /coffee",
        "GET /coffee/new",
        "GET /coffee/<int:circle_id>/edit",
        "POST /coffee/<int:circle_id>/edit",
        "POST /coffee/<int:circle_id>/start",
        "POST /coffee/<int:circle_id>/pause",
        "POST /coffee/<int:circle_id>/end",
    ],
}
