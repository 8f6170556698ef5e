"""How long the desk's lists take with many cases of many companies, and saving a case with many parts. Prints a table.

python -m benchmarks.desk [--cases 5000] [--companies 500] [--parts 40]
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, number in (("cases", 5000), ("companies", 500), ("parts", 40)):
        parser.add_argument(f"--{name}", type=int, default=number)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="casebook-desk-") as folder:
        os.environ |= {"DEBUG": "0", "DATA_DIR": folder, "LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "config.settings"}
        os.environ |= {
            "MFA_REQUIRED": "0",
            "SECRET_KEY": "benchmark-only-" * 5,
            "ALLOWED_HOSTS": "testserver",
            "SITE_URL": "http://testserver",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        people = ground(options.cases, options.companies, options.parts)
        print(f"{options.cases} cases of {options.companies} companies, {Path(folder).name}")
        measure(people, options.parts)


def ground(cases: int, companies: int, parts: int) -> dict[str, Any]:
    """Companies with an editor each, cases in every state, a third assigned and a fifth commented; all in bulk."""
    from datetime import timedelta

    from django.utils import timezone

    from accounts.enums import Kind, Role
    from accounts.models import Membership, Organisation, User
    from cases.enums import CaseState
    from cases.models import Assignment, Case, CaseTag, Comment, Figure, StateChange, Tag

    association = Organisation.objects.create(slug="association", name_zh_hans="协会", name_en="Association", kind=Kind.ASSOCIATION)
    owners = Organisation.objects.bulk_create(
        Organisation(slug=f"company-{n}", name_zh_hans=f"公司{n}", name_en=f"Company {n}") for n in range(companies)
    )
    editors = User.objects.bulk_create(User(email=f"e{n}@example.org", name=f"编辑{n}") for n in range(companies))
    Membership.objects.bulk_create(
        Membership(user=user, organisation=owner, role=Role.EDITOR) for user, owner in zip(editors, owners, strict=True)
    )
    reviewer, publisher = (User.objects.create_user(email=f"{role}@example.org", name=role) for role in ("reviewer", "publisher"))
    for user, role in ((reviewer, Role.REVIEWER), (publisher, Role.PUBLISHER)):
        Membership.objects.create(user=user, organisation=association, role=role)
    states = list(CaseState.values)
    made = Case.objects.bulk_create(
        (
            Case(
                organisation=owners[n % companies],
                slug=f"case-{n}",
                title_zh_hans=f"第{n}个案例：节能改造示范",
                title_en=f"Case {n}",
                summary_zh_hans="摘要。",
                body_zh_hans="<p>正文。</p>" * 20,
                year=2021,
                state=states[n // companies % len(states)],
                created_by=editors[n % companies],
                changed_by=editors[n % companies],
            )
            for n in range(cases)
        ),
        batch_size=500,
    )
    goals = list(Tag.objects.filter(vocabulary__in=["goal", "concept"]))
    CaseTag.objects.bulk_create(
        (CaseTag(content_object=case, tag=goals[(n + k * 7) % len(goals)]) for n, case in enumerate(made) for k in range(3)), batch_size=500
    )
    StateChange.objects.bulk_create(
        (
            StateChange(case=case, action="submit", before="draft", after="submitted", by_id=case.changed_by_id)
            for case in made
            for _ in range(3)
        ),
        batch_size=500,
    )
    today = timezone.localdate()
    Assignment.objects.bulk_create(
        (
            Assignment(case=case, reviewer=reviewer, review_due=today + timedelta(n % 30 - 15), by=reviewer)
            for n, case in enumerate(made[::3])
        ),
        batch_size=500,
    )
    Comment.objects.bulk_create(
        (Comment(case=case, field="title_zh_hans", text="请改。", visibility="company", version=1, by=reviewer) for case in made[::5]),
        batch_size=500,
    )
    large = made[0]
    Figure.objects.bulk_create(
        Figure(case=large, label_zh_hans=f"指标{n}", label_en=f"Figure {n}", value="1", order=n) for n in range(parts)
    )
    Case.objects.filter(pk=large.pk).update(state=CaseState.DRAFT)
    return {"editor": editors[0], "reviewer": reviewer, "publisher": publisher, "large": large}


def measure(people: dict[str, Any], parts: int) -> None:
    from django.db import connection
    from django.test import Client

    from tests.forms import filled

    lists = ["/admin/", "/admin/cases/case/", "/admin/cases/case/?q=节能", "/admin/cases/case/?state=submitted", "/admin/cases/case/?p=2"]
    lists += ["/admin/cases/revision/", "/admin/cases/statechange/", "/admin/cases/tag/", "/admin/accounts/organisation/"]
    staff = ["/admin/cases/case/queue/", "/admin/cases/case/queue/?show=mine", "/admin/cases/case/queue/?show=overdue"]
    print(f"{'who':10} {'address':44} {'status':>6} {'queries':>8} {'median ms':>10} {'slowest ms':>11}")
    for who in ("editor", "reviewer", "publisher"):
        client = Client()
        client.force_login(people[who])
        for address in lists + (staff if who != "editor" else []):
            client.get(address)
            asked: list[str] = []
            with connection.execute_wrapper(lambda execute, *rest, asked=asked: (asked.append(rest[0]), execute(*rest))[1]):
                response = client.get(address)
            times = []
            for _ in range(7):
                begun = time.perf_counter()
                client.get(address)
                times.append((time.perf_counter() - begun) * 1000)
            print(f"{who:10} {address:44} {response.status_code:6} {len(asked):8} {statistics.median(times):10.0f} {max(times):11.0f}")
    client = Client()
    client.force_login(people["editor"])
    address = f"/admin/cases/case/{people['large'].pk}/change/"
    times = []
    for number in range(5):
        data = filled(client.get(address), "case_form") | {
            "title_zh_hans": f"改动{number}",
            "figures-0-value": str(number + 2),
            "_continue": "1",
        }
        begun = time.perf_counter()
        status = client.post(address, data).status_code
        times.append((time.perf_counter() - begun) * 1000)
        assert status == 302, status
    print(f"saving a case with {parts} parts: median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms")


if __name__ == "__main__":
    main()
