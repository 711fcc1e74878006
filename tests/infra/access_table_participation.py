"""The pages and calls of participation, with who may see them; part of `access_table.py`. Figures are for every colleague."""

from security import Access

OF_PARTICIPATION: dict[Access, list[str]] = {
    Access.SIGNED_IN: [
        "GET /evidence/participation",
    ],
    Access.MANAGER: [
        "GET /evidence/participation/import",
        "POST /evidence/participation/import",
        "POST /evidence/participation/import/<int:import_id>/confirmation",
        "POST /evidence/participation/import/disposal",
    ],
    Access.BEARER: [
        "GET /api/v1/participation/figures",
    ],
    Access.BEARER_MANAGER: [
        "POST /api/v1/participation/events",
        "POST /api/v1/participation/totals",
    ],
}
