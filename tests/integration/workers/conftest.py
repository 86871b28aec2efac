"""Settings of a small project in a temporary folder, as the unit tests of servers have them."""

from tests.unit.ops.conftest import make_settings

__all__ = ["make_settings"]
