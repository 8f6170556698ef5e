"""A part signed in order; what changes opens alone, for all of the chain; nothing is signed that was not seen."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.enums import Role
from cases.models import Mail
from reports.editions import freeze
from reports.models import Block, Part, Report, Signature, Signer
from reports.signing import Unsigned, Why, call_first, sign, state, take_back, unsigned
from reports.signing.refused import Refused
from tests import make

pytestmark = pytest.mark.django_db


def marks(part, user=None):
    """What is there to sign: of everybody, or what waits for one."""
    found = state(part.report).of(part.pk)
    return [each.mark for each in (found.waiting_for(user) if user else found.all)]


def waits(part):
    return [(signer.user.name, count) for signer, count in state(part.report).of(part.pk).waits]


def rewrite(block, text):
    block.text_zh_hans = text
    block.save()


@pytest.fixture
def signed(chapter, blocks, chain, editor_in_chief, expert):
    for person in (editor_in_chief, expert):
        sign(chapter, by=person, seen=marks(chapter, person))
    return state(chapter.report).of(chapter.pk)


def test_the_first_signs_then_the_second_and_the_part_is_signed(chapter, blocks, chain, editor_in_chief, expert):
    assert waits(chapter) == [("王主编", 3)]
    assert sign(chapter, by=editor_in_chief, seen=marks(chapter)) == 3
    assert waits(chapter) == [("李专家", 3)]
    assert sign(chapter, by=expert, seen=marks(chapter)) == 3
    found = state(chapter.report).of(chapter.pk)
    assert (found.is_signed, found.waits, [count for _signer, count in found.counts]) == (True, [], [3, 3])
    kept = Signature.objects.first()
    assert (kept.report, kept.part, kept.block, kept.by, kept.role) == (chapter.report, chapter, None, editor_in_chief, "主编")


def test_the_second_cannot_sign_before_the_first(chapter, blocks, chain, expert):
    with pytest.raises(Refused, match="请先由王主编（主编）签署"):
        sign(chapter, by=expert, seen=marks(chapter))
    assert not Signature.objects.exists()


def test_the_second_may_sign_what_the_first_has_signed_and_no_more(chapter, blocks, chain, editor_in_chief, expert):
    heading, first, second = marks(chapter)
    sign(chapter, by=editor_in_chief, seen=[first])
    assert waits(chapter) == [("王主编", 2), ("李专家", 1)]
    assert sign(chapter, by=expert, seen=[first]) == 1
    with pytest.raises(Refused):
        sign(chapter, by=expert, seen=[first, second])
    assert waits(chapter) == [("王主编", 2)]
    assert heading in marks(chapter, editor_in_chief)


def test_a_changed_block_opens_alone_and_for_all_of_the_chain(signed, chapter, blocks, editor_in_chief, expert):
    rewrite(blocks[1], "<p>全年节电三万度。</p>")
    assert waits(chapter) == [("王主编", 1)]
    sign(chapter, by=editor_in_chief, seen=marks(chapter, editor_in_chief))
    assert waits(chapter) == [("李专家", 1)]
    sign(chapter, by=expert, seen=marks(chapter, expert))
    assert waits(chapter) == []


def test_a_block_that_says_again_what_was_signed_is_signed(signed, chapter, blocks):
    rewrite(blocks[1], "<p>另一句。</p>")
    rewrite(blocks[1], "<p>全年节电1万度。</p>")
    assert waits(chapter) == []


def test_a_new_block_and_a_new_title_open_alone(signed, chapter, editor_in_chief):
    Block.objects.create(part=chapter, order=0, text_zh_hans="<p>新的一段。</p>")
    assert waits(chapter) == [("王主编", 1)]
    chapter.title_zh_hans = "改了的标题"
    chapter.save()
    assert waits(chapter) == [("王主编", 2)]


def test_moved_blocks_a_renamed_key_and_another_part_open_nothing(signed, chapter, blocks):
    Block.objects.filter(pk=blocks[0].pk).update(order=9)
    Part.objects.filter(pk=chapter.pk).update(key="renamed")
    Part.objects.create(report=chapter.report, parent=chapter, key="within", title_zh_hans="节")
    Part.objects.create(report=chapter.report, key="zero", kind="chapter", order=0, title_zh_hans="前")
    assert waits(chapter) == []


def test_a_block_taken_out_waits_until_everybody_who_signed_it_has_seen_it_go(signed, chapter, blocks, editor_in_chief, expert):
    blocks[0].delete()
    (gone,) = state(chapter.report).of(chapter.pk).gone
    assert (gone.mark, waits(chapter)) == (f"gone-{gone.block}", [("王主编", 1)])
    with pytest.raises(Refused):
        sign(chapter, by=expert, seen=[gone.mark])
    for person, then in ((editor_in_chief, [("李专家", 1)]), (expert, [])):
        sign(chapter, by=person, seen=[gone.mark])
        sign(chapter, by=person, seen=[gone.mark])  # a second click
        assert waits(chapter) == then
    assert Signature.objects.exclude(withdrawn_at=None).count() == 2


def test_what_has_changed_since_the_page_was_opened_is_not_signed_and_neither_is_the_rest(chapter, blocks, chain, editor_in_chief):
    seen = marks(chapter)
    rewrite(blocks[0], "<p>有人刚改过。</p>")
    with pytest.raises(Refused, match="没有签署任何内容"):
        sign(chapter, by=editor_in_chief, seen=seen)
    assert not Signature.objects.exists()


def test_what_was_added_since_the_page_was_opened_stays_open(chapter, blocks, chain, editor_in_chief):
    seen = marks(chapter)
    Block.objects.create(part=chapter, order=9, text_zh_hans="<p>新的一段。</p>")
    sign(chapter, by=editor_in_chief, seen=seen)
    assert waits(chapter) == [("王主编", 1), ("李专家", 3)]


def test_a_second_click_signs_nothing_twice(chapter, blocks, chain, editor_in_chief):
    seen = marks(chapter)
    assert (sign(chapter, by=editor_in_chief, seen=seen), sign(chapter, by=editor_in_chief, seen=seen)) == (3, 0)
    kept = Signature.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(report=kept.report, part=kept.part, digest=kept.digest, content={}, by=kept.by, role="")


def test_whoever_is_not_in_the_chain_signs_nothing(chapter, blocks, chain):
    with pytest.raises(Refused, match="签审名单"):
        sign(chapter, by=make.user(), seen=marks(chapter))


def test_signatures_are_taken_back_and_stay_in_the_book(signed, chapter, editor_in_chief, expert):
    assert take_back(chapter, by=editor_in_chief) == 3
    assert waits(chapter) == [("王主编", 3)]
    assert Signature.objects.count() == 6
    # The second's names stand; they count again once the first has signed.
    sign(chapter, by=editor_in_chief, seen=marks(chapter, editor_in_chief))
    assert waits(chapter) == []
    with pytest.raises(TypeError):
        Signature.objects.first().delete()


def test_a_chain_covers_the_parts_within_that_have_none_of_their_own(chapter, chain, expert):
    own = Part.objects.create(report=chapter.report, parent=chapter, order=1, key="own", title_zh_hans="节一")
    Part.objects.create(report=chapter.report, parent=chapter, order=2, key="within", title_zh_hans="节二")
    Part.objects.create(report=chapter.report, order=3, key="bare", kind="feature", title_zh_hans="专题")
    Signer.objects.create(part=own, user=expert, role="专家")
    found = state(chapter.report).parts
    assert [(part.part.key, [signer.user.name for signer in part.chain], part.has_own_chain) for part in found] == [
        ("one", ["王主编", "李专家"], True),
        ("own", ["李专家"], True),
        ("within", ["王主编", "李专家"], False),
        ("bare", [], False),
    ]
    assert [(part.row.key, count) for part, count in state(chapter.report).waiting_for(expert)] == [("own", 1)]


def test_a_signature_outlives_its_block_and_its_part_and_holds_the_report(signed, chapter):
    chapter.delete()
    assert Signature.objects.count() == 6
    with pytest.raises(ProtectedError):
        chapter.report.delete()


def test_a_part_of_another_report_lends_no_signatures(signed, chapter, chain, editor_in_chief):
    other = Report.objects.create(year=2031, title_zh_hans="另一份")
    part = Part.objects.create(report=other, kind="chapter", key="one", title_zh_hans="第一章")
    Signer.objects.create(part=part, user=editor_in_chief, role="主编")
    assert waits(part) == [("王主编", 1)]


def test_what_is_open_is_listed_with_its_place(chapter, blocks, chain, editor_in_chief):
    Part.objects.create(report=chapter.report, order=3, key="bare", kind="feature", title_zh_hans="专题")
    sign(chapter, by=editor_in_chief, seen=marks(chapter)[:2])
    assert unsigned(chapter.report) == [
        Unsigned("one", None, Why.CHAIN, "“第一章”标题：待李专家（专家）签署。"),
        Unsigned("one", 0, Why.CHAIN, "“第一章”第 1 个内容块：待李专家（专家）签署。"),
        Unsigned("one", 1, Why.CHAIN, "“第一章”第 2 个内容块：待王主编（主编）签署。"),
        Unsigned("bare", None, Why.NOBODY, "“专题”未指定签署人。"),
    ]


def test_a_signed_report_lists_nothing(signed, chapter):
    assert unsigned(chapter.report) == []


@pytest.mark.parametrize("more", [0, 2])
def test_the_state_costs_four_queries_beside_the_book_at_one_part_and_at_three(more, chapter, blocks, chain, django_assert_num_queries):
    from reports.compose import compose

    for n in range(more):
        part = Part.objects.create(report=chapter.report, key=f"more-{n}", title_zh_hans="节")
        Block.objects.create(part=part, text_zh_hans="<p>文。</p>")
        Signer.objects.create(part=part, user=chain[0].user, role="主编")
    book = compose(chapter.report)
    with django_assert_num_queries(4):  # parts, signers, blocks, signatures
        state(chapter.report, book)


def test_an_edition_keeps_who_had_signed_what_when_it_was_frozen(signed, chapter, blocks, editor_in_chief, monkeypatch):
    from reports import editions

    monkeypatch.setattr(editions, "FILES", ())
    rewrite(blocks[1], "<p>没有人签过。</p>")
    kept = freeze(chapter.report, by=editor_in_chief, reason="试印").manifest["signatures"]
    assert [(row["part"], row["block"], row["by"], row["role"]) for row in kept] == [
        ("one", None, "王主编", "主编"),
        ("one", None, "李专家", "专家"),
        ("one", 0, "王主编", "主编"),
        ("one", 0, "李专家", "专家"),
    ]
    assert {len(row["digest"]) for row in kept} == {64}


# --- Whose turn it is ----------------------------------------------------------------------------------------------------


def told():
    return list(Mail.objects.filter(kind="to_sign").order_by("pk").values_list("to__name", flat=True))


def test_the_next_of_the_chain_is_told_once_when_the_turn_comes(chapter, blocks, chain, editor_in_chief, expert):
    heading, first, second = marks(chapter)
    sign(chapter, by=editor_in_chief, seen=[])
    assert told() == []
    sign(chapter, by=editor_in_chief, seen=[heading, first])
    assert told() == ["李专家"]
    mail = Mail.objects.get(kind="to_sign")
    assert mail.subject == "请您签署：第一章"
    assert f"/admin/reports/report/{chapter.report_id}/signing/{chapter.pk}/" in mail.body
    # Something waits for the expert already.
    sign(chapter, by=editor_in_chief, seen=[second])
    assert told() == ["李专家"]
    # The last of the chain has nobody behind.
    sign(chapter, by=expert, seen=[heading, first, second])
    assert told() == ["李专家"]


def first_told():
    return list(Mail.objects.filter(kind="first_to_sign").order_by("pk").values_list("to__name", flat=True))


def test_the_first_of_a_chain_is_told_once_when_it_is_set(chapter, blocks, chain, editor_in_chief, expert):
    by = make.user(Role.COMPILER, name="赵编辑")
    call_first(chapter, by=by)
    call_first(chapter, by=by)
    mail = Mail.objects.get()
    assert (first_told(), mail.subject) == (["王主编"], "请您签署：第一章")
    assert "赵编辑已设定“报告 2030”中“第一章”的签署人，现在请您以“主编”的身份签署" in mail.body
    assert f"/admin/reports/report/{chapter.report_id}/signing/{chapter.pk}/" in mail.body
    # Another order is another first.
    Signer.objects.filter(pk=chain[0].pk).update(order=2)
    call_first(chapter, by=by)
    assert first_told() == ["王主编", "李专家"]


def test_who_has_signed_already_is_not_called_first(chapter, blocks, chain, editor_in_chief, expert):
    sign(chapter, by=editor_in_chief, seen=marks(chapter))
    call_first(chapter, by=editor_in_chief)
    assert first_told() == ["李专家"]
    sign(chapter, by=expert, seen=marks(chapter))
    Signer.objects.all().delete()
    call_first(chapter, by=editor_in_chief)
    assert first_told() == ["李专家"]


def test_who_set_themselves_first_or_has_left_is_not_called(chapter, blocks, chain, editor_in_chief, expert):
    call_first(chapter, by=editor_in_chief)
    editor_in_chief.memberships.all().delete()
    call_first(chapter, by=expert)
    assert first_told() == []


def test_the_first_of_a_chain_is_told_of_a_report_that_cannot_be_composed_yet(chapter, chain):
    Block.objects.create(part=chapter, kind="case")
    call_first(chapter, by=make.user(Role.COMPILER))
    assert first_told() == ["王主编"]


def test_what_opens_again_is_another_turn(signed, chapter, blocks, editor_in_chief):
    assert told() == ["李专家"]
    rewrite(blocks[1], "<p>全年节电三万度。</p>")
    sign(chapter, by=editor_in_chief, seen=marks(chapter, editor_in_chief))
    assert told() == ["李专家", "李专家"]


def test_whoever_has_seen_a_block_go_hands_on_the_turn(signed, chapter, blocks, editor_in_chief):
    blocks[1].delete()
    sign(chapter, by=editor_in_chief, seen=marks(chapter, editor_in_chief))
    assert told() == ["李专家", "李专家"]


def test_nobody_is_told_who_has_left_the_association(chapter, blocks, chain, editor_in_chief, expert):
    expert.memberships.all().delete()
    sign(chapter, by=editor_in_chief, seen=marks(chapter))
    assert told() == []


def test_a_turn_is_told_with_the_signature_or_not_at_all(chapter, blocks, chain, editor_in_chief, expert):
    with pytest.raises(Refused):
        sign(chapter, by=editor_in_chief, seen=[*marks(chapter), "unheard-of"])
    assert (told(), Signature.objects.count()) == ([], 0)
