"""Two companies, and words that stand in one's rows only: whoever else reads one of them has found a leak."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.files.base import ContentFile
from django.db.models import CharField, FileField, Model, TextField, URLField
from django.utils import timezone, translation

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from cases.approvals import answer as answer_by_link
from cases.approvals import ask
from cases.document import Text
from cases.enums import Vocabulary
from cases.invitations import invite
from cases.models import (
    AgeQuestion,
    Attachment,
    Call,
    Case,
    CaseList,
    Correction,
    Figure,
    LeftOver,
    OfferedFigure,
    Participation,
    Picture,
    Quotation,
    ReviewerRule,
    Seal,
    Tag,
    TopicProposal,
    Video,
    WordFile,
)
from cases.reviewing import answer, say
from cases.tagging import Choice, set_tags
from cases.workflow import take
from cases.working_copies import be_present, keep
from reports.asking import steps
from reports.models import AskedFigure, Block, FigureRequest, Indicator, Part, Report, Signer
from reports.placements import place_case
from reports.signing import sign, state
from reports.signing.companies import answer as answer_for_print
from reports.signing.companies import ask as ask_for_print
from tests import make


@dataclass
class World:
    """`secret` words belong to `theirs`, a company that has published nothing, and to the unpublished text of `known`."""

    ours: Organisation
    theirs: Organisation
    known: Organisation
    people: dict[str, User]
    cases: dict[str, Case]
    secrets: list[str] = field(default_factory=list)

    def rows(self) -> dict[type[Model], list[Any]]:
        """Every row that is the other company's, by its model."""
        found: dict[type[Model], list[Any]] = {
            Organisation: [self.theirs.pk],
            User: [self.people["their_editor"].pk],
            Membership: [m.pk for m in self.theirs.memberships.all()],
            CaseList: list(CaseList.objects.filter(organisation=self.theirs).values_list("pk", flat=True)),
            FigureRequest: list(self.theirs.figure_requests.values_list("pk", flat=True)),
            AskedFigure: list(AskedFigure.objects.filter(request__organisation=self.theirs).values_list("pk", flat=True)),
            WordFile: list(WordFile.objects.filter(organisation=self.theirs).values_list("pk", flat=True)),
        }
        for case in (self.cases["their_draft"], self.cases["their_submitted"], self.cases["known_published"]):
            found.setdefault(Case, []).append(case.pk)
            for relation in Case._meta.related_objects:
                if relation.related_model is Case or relation.related_model._meta.app_label != "cases":
                    continue
                rows = relation.related_model._default_manager.filter(**{relation.field.name: case})
                found.setdefault(relation.related_model, []).extend(rows.values_list("pk", flat=True))
        return found

    def state(self) -> list[str]:
        """All of the other company's rows as text, in one language whatever was asked for last, to see that nothing has changed."""
        with translation.override("zh-hans"):
            return sorted(
                repr(sorted(row.items()))
                for model, pks in self.rows().items()
                for row in model._default_manager.filter(pk__in=pks).values()
            )


def make_world() -> World:
    secrets: list[str] = []

    def secret(word: str = "") -> str:
        secrets.append(f"zq{len(secrets):03}{word}qz")
        return secrets[-1]

    def words(model: type[Model]) -> dict[str, str]:
        """A word for each column that takes free text, in both languages where it has two."""
        return {name: secret(name.partition("_")[0]) for name in texts_of(model)}

    ours = make.organisation("ours")
    known = make.organisation("known")
    theirs = make.organisation(secret("slug"), name_zh_hans=secret(), name_en=secret(), latin_name=secret(), aliases=[secret()])
    people = {
        "editor": make.editor(ours),
        "colleague": make.editor(ours),
        "their_editor": make.user(Role.EDITOR, theirs, name=secret("person"), email=f"{secret('mail')}@example.org"),
        "known_editor": make.user(Role.EDITOR, known, name=secret("person"), email=f"{secret('mail')}@example.org"),
        "roleless": make.user(),
        "reviewer": make.user(Role.REVIEWER),
        "publisher": make.user(Role.PUBLISHER),
        "compiler": make.user(Role.COMPILER),
        "operator": make.user(Role.OPERATOR),
        "superuser": User.objects.create_superuser("super@example.org", name="Super"),
    }

    def fill(case: Case) -> Case:
        """Words nobody else may read, wherever a case can hold one."""
        for name in ("title", "summary", "place"):
            setattr(case, f"{name}_zh_hans", secret(name))
            setattr(case, f"{name}_en", secret(name))
        case.body_zh_hans, case.body_en = f"<p>{secret('body')}</p>", f"<p>{secret('body')}</p>"
        case.save()
        content = ContentFile(b"%PDF-1.7 " + secret().encode(), name=f"{secret()}.pdf")
        evidence = Attachment.objects.create(case=case, file=content, is_public=True, **words(Attachment))
        Figure.objects.filter(case=case).delete()
        Figure.objects.create(evidence=evidence, case=case, value="1", **words(Figure))
        Quotation.objects.create(case=case, **words(Quotation))
        make.picture(case, file=make.picture_file(colour="#123456"), **words(Picture))
        Video.objects.create(case=case, url=f"https://example.org/{secret()}", **words(Video))
        Participation.objects.create(case=case, organisation=theirs, **words(Participation))
        LeftOver.objects.create(case=case, where="box", text=secret("left"), part=secret("part"))
        WordFile.objects.create(
            organisation=theirs, case=case, name=secret("word"), digest=secret(), error=secret(), state="done", by=case.changed_by
        )
        OfferedFigure.objects.create(case=case, value="1", **words(OfferedFigure))
        TopicProposal.objects.create(case=case, name=secret("topic"), by=case.changed_by)
        set_tags(case, Vocabulary.GOAL, [Choice(Tag.objects.of(Vocabulary.GOAL).get(code="7"), reason=Text(secret("reason"), secret()))])
        tab = f"{case.pk:016x}"
        keep(user=people["their_editor"], case=case, tab=tab, values={"title_en": [secret("typed")]})
        be_present(user=people["their_editor"], case=case, tab=tab)
        LogEntry.objects.create(
            user=case.changed_by, action_flag=CHANGE, object_id=str(case.pk), object_repr=secret("log"), change_message=secret("log"),
            content_type_id=content_type(Case),
        )  # fmt: skip
        return case

    def theirs_new(**columns: Any) -> Case:
        return make.case(theirs, by=people["their_editor"], slug=secret("slug"), **columns)

    cases = {
        "our_draft": make.case(ours, by=people["editor"]),
        "our_submitted": make.submitted(make.case(ours, by=people["editor"])),
        "their_draft": fill(theirs_new()),
        "their_submitted": theirs_new(),
    }
    fill(cases["their_submitted"])
    CaseList.objects.create(
        organisation=theirs, year=2021, name=secret("list"), digest=secret(), by=people["their_editor"], state="ready", total=1,
        rows=[{"number": 2, "columns": {"title_zh_hans": secret("row")}, "tags": [], "figures": []}], sheet=secret(),
        problems=[{"row": 2, "column": "A", "heading": secret(), "sentence": secret("problem")}], error=secret(),
    )  # fmt: skip
    make.submitted(cases["their_submitted"])
    take("start_review", case=cases["their_submitted"], by=people["reviewer"])
    take("request_changes", case=cases["their_submitted"], by=people["reviewer"], message=secret("message"))
    Seal.objects.create(
        case=cases["their_submitted"], revision=cases["their_submitted"].revisions.first(), digest=secret("hash"), remark=secret("remark"),
        file=ContentFile(b"%PDF-1.7 " + secret().encode(), name=f"{secret()}.pdf"), given_by=people["their_editor"],
    )  # fmt: skip
    asked, _token = ask(cases["their_submitted"], email=f"{secret('approver')}@example.org", by=people["their_editor"])
    answer_by_link(asked, confirmed=False, name=secret("approver"), words=secret("words"))
    Correction.objects.create(
        case=cases["their_submitted"], revision=cases["their_submitted"].revisions.first(), field="title_zh_hans",
        before=secret("before"), after=secret("after"), why=secret("why"), by=people["reviewer"],
    )  # fmt: skip
    # What reviewers say: to the other company, and of every case among themselves.
    for name, visibility in (("their_submitted", "company"), ("their_submitted", "inside"), ("our_submitted", "inside")):
        said = say(case=cases[name], field="title_zh_hans", text=secret("comment"), by=people["reviewer"], visibility=visibility)
        answer(thread=said, text=secret("answer"), by=people["reviewer"])
    cases["known_published"] = make.case(known, by=people["known_editor"], slug="known-case")
    make.published(cases["known_published"])
    place_for_print(cases["known_published"], secret, people["compiler"])
    # What is public stays; what its company writes now is its own until it is published anew.
    fill(Case.objects.get(pk=cases["known_published"].pk))
    Participation.objects.filter(case=cases["known_published"]).delete()
    Call.objects.create(
        year=2097, title_zh_hans="征集", opens_at=timezone.now(), closes_at=timezone.now() + timedelta(days=9), required=["figures"]
    )
    AgeQuestion.objects.create(
        case=cases["known_published"], years=1, asked_at=timezone.now(), answer="running", note=secret("note"),
        answered_by=people["known_editor"], answered_at=timezone.now(),
    )  # fmt: skip
    ReviewerRule.objects.create(organisation=theirs, reviewer=people["reviewer"], by=people["publisher"])
    for organisation, email in ((theirs, f"{secret('invited')}@example.org"), (ours, "ours@example.org")):
        invite(organisation=organisation, email=email, by=people["reviewer"], call=Call.objects.get(year=2097))
    ask_for_figures(theirs, secret, people["compiler"])
    return World(ours, theirs, known, people, cases, secrets)


def ask_for_figures(company: Organisation, secret: Any, by: User) -> None:
    """An indicator of the bank, what the company is asked of it and what it has answered."""
    power = Indicator.objects.create(key=secret("key"), label_zh_hans=secret("indicator"), label_en=secret("indicator"))
    due = timezone.localdate() + timedelta(days=9)
    steps.ask([company], [steps.Wanted(power, "2030", secret("unit"))], due=due, note=secret("note"), by=by)
    AskedFigure.objects.update(value="1", source=secret("source"), remark=secret("remark"), word=secret("word"))


def place_for_print(case: Case, secret: Any, by: User) -> None:
    """In a report that is not public, shortened, its company asked and its answer given; and somebody named to sign."""
    report = Report.objects.create(year=1998, title_zh_hans=secret("report"), title_en=secret("report"))
    part = Part.objects.create(report=report, key="one", title_zh_hans=secret("part"), title_en=secret("part"))
    placement = place_case(Block.objects.create(part=part, kind="case"), case)
    placement.print_text_zh_hans, placement.print_text_en = f"<p>{secret('print')}</p>", f"<p>{secret('print')}</p>"
    placement.save()
    asked, _token = ask_for_print(placement, by=by, email=f"{secret('approver')}@example.org")
    answer_for_print(asked, confirmed=False, name=secret("approver"), words=secret("words"))
    Signer.objects.create(part=part, user=by, role=secret("role"))
    sign(part, by=by, seen=[each.mark for each in state(report).parts[0].all])


# Columns of text that is not free: a date, a code, a digest, a mark of ours.
NOT_FREE = {
    *("period", "date", "taken", "digest", "fingerprint", "sealed", "tab", "slug"),
    *("state", "action", "code", "value", "field", "language", "kind"),
}


def texts_of(model: type[Model]) -> list[str]:
    """The columns of a model that take free text; of a bilingual field those of the two languages."""
    columns = [field for field in model._meta.concrete_fields if isinstance(field, CharField | TextField) and not field.choices]
    names = {field.name for field in columns}
    free = [field.name for field in columns if field.name not in NOT_FREE and not isinstance(field, FileField | URLField)]
    return [name for name in free if f"{name}_en" not in names]


def content_type(model: type[Model]) -> int:
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(model).pk
