"""An umbrella holds cases, and nothing deeper."""

import pytest
from django.core.exceptions import ValidationError

from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def umbrella():
    return make.case()


@pytest.fixture
def nested(umbrella):
    return make.case(umbrella.organisation, parent=umbrella)


def test_a_case_is_not_nested_in_one_that_is_nested_itself(nested):
    deeper = make.case(nested.organisation)
    deeper.parent = nested
    with pytest.raises(ValidationError) as refused:
        deeper.clean()
    assert set(refused.value.message_dict) == {"parent"}


def test_an_umbrella_with_cases_in_it_is_not_nested_itself(umbrella, nested):
    umbrella.parent = make.case(umbrella.organisation)
    with pytest.raises(ValidationError) as refused:
        umbrella.clean()
    assert set(refused.value.message_dict) == {"parent"}


def test_an_umbrella_may_be_filled_and_an_empty_one_nested(umbrella, nested):
    other = make.case(umbrella.organisation)
    for case in (umbrella, nested, other):
        case.clean()
    other.parent = umbrella
    other.clean()
