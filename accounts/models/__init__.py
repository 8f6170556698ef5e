from accounts.models.memberships import Membership
from accounts.models.organisations import Organisation
from accounts.models.sign_ins import SharedEntry, SignInAttempt
from accounts.models.users import User

__all__ = ["Membership", "Organisation", "SharedEntry", "SignInAttempt", "User"]
