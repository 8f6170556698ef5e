from pathlib import Path

import pytest

from config import checks

PRODUCTION = {
    "HTTPS": True,
    "SITE_URL": "https://cases.example.org",
    "ALLOWED_HOSTS": ["cases.example.org"],
    "BEHIND_PROXY": True,
}


@pytest.mark.parametrize(
    ("check", "changed", "found"),
    [
        (checks.site_is_https, {}, []),
        (checks.site_is_https, {"HTTPS": False}, ["casebook.W001"]),
        (checks.site_is_an_allowed_host, {}, []),
        (checks.site_is_an_allowed_host, {"ALLOWED_HOSTS": [".example.org"]}, []),
        (checks.site_is_an_allowed_host, {"ALLOWED_HOSTS": ["127.0.0.1"]}, ["casebook.E002"]),
        (checks.media_can_be_written, {}, []),
        (checks.media_can_be_written, {"MEDIA_ROOT": Path("/dev/null/media")}, ["casebook.E003"]),
        (checks.second_factor_is_required, {"MFA_REQUIRED": True}, []),
        (checks.second_factor_is_required, {"MFA_REQUIRED": False}, ["casebook.E005"]),
        (checks.forwarded_addresses_can_be_believed, {}, []),
        (checks.forwarded_addresses_can_be_believed, {"BEHIND_PROXY": False}, ["casebook.W004"]),
    ],
)
def test_a_check_speaks_up_exactly_when_something_is_amiss(settings, check, changed, found):
    for name, value in (PRODUCTION | changed).items():
        setattr(settings, name, value)
    messages = check()
    assert [message.id for message in messages] == found
    assert all(message.hint for message in messages)
