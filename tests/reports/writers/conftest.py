import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def _in_english():
    """Errors are worded in the language of who asks; these tests ask in English."""
    with override("en"):
        yield
