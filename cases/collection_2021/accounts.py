"""The demo accounts: two companies with two editors each, and the association's people."""

from accounts.enums import Role
from accounts.models import Membership, Organisation, User

# Only ever in a database made for looking: `demo` refuses where DEBUG is off.
PASSWORD = "casebook-demo-2021"

# e-mail, name, organisation, role
ACCOUNTS = (
    ("editor1@zhejiang.example", "浙江编辑甲", "state-grid-zhejiang", Role.EDITOR),
    ("editor2@zhejiang.example", "浙江编辑乙", "state-grid-zhejiang", Role.EDITOR),
    ("editor1@huawei.example", "华为编辑甲", "huawei", Role.EDITOR),
    ("editor2@huawei.example", "华为编辑乙", "huawei", Role.EDITOR),
    ("reviewer@association.example", "协会审核", "association", Role.REVIEWER),
    ("publisher@association.example", "协会发布", "association", Role.PUBLISHER),
    ("compiler@association.example", "协会编纂", "association", Role.COMPILER),
    ("operator@association.example", "系统运维", "association", Role.OPERATOR),
)


def load_accounts() -> dict[str, User]:
    """Makes what is missing; returns every demo account by its e-mail."""
    organisations = Organisation.objects.in_bulk([slug for *_, slug, _role in ACCOUNTS], field_name="slug")
    users = {user.email: user for user in User.objects.filter(email__in=[email for email, *_ in ACCOUNTS])}
    for email, name, slug, role in ACCOUNTS:
        if email not in users:
            users[email] = User.objects.create_user(email, PASSWORD, name=name)
        Membership.objects.get_or_create(user=users[email], organisation=organisations[slug], role=role)
    return users
