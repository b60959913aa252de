"""Every test here works in a clinic of its own."""

from tests.services.fixtures import (  # noqa: F401
    clinic,
    clock,
    empty_folder,
    folder,
    rich_folder,
    rich_template,
    template,
)
