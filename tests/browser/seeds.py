"""What the pictures of `make screenshots` show beyond the demo: code for the shell of the running site, each printing the key it made."""

# A list with two things to correct, read at once.
LIST = """
from accounts.models import Organisation, User
from cases.lists import runs
from cases.models import CaseList
from tests.cases.lists.sheets import GOALS, TITLE, xlsx
data = xlsx([TITLE, GOALS, "状态"], ["屋顶光伏与储能一体化改造", "7、13", ""], ["", "99", "已发布"])
owner = Organisation.objects.get(slug="huawei")
by = User.objects.get(email="editor1@huawei.example")
found = CaseList.objects.create(organisation=owner, year=2027, name="案例清单.xlsx", data=data, digest="0" * 64, by=by)
runs.read(found.pk, "zh-hans")
print(found.pk)
"""


# Text that was typed and not saved, while a colleague saved the same case.
TYPED = """
from django.test import Client
from accounts.models import User
from cases import working_copies
from cases.models import Case
from tests.forms import filled
case = Case.objects.get(slug="draft-huawei-next-year")
by = User.objects.get(email="editor1@huawei.example")
client = Client(headers={"host": "localhost"})
client.force_login(by)
opened = filled(client.get(f"/admin/cases/case/{case.pk}/change/"), "case_form")
typed = opened | {"title_zh_hans": "数字课堂走进更多乡村学校", "summary_zh_hans": "为偏远学校接入网络，并培训教师使用数字教具。"}
values = {name: text if isinstance(text, list) else [text] for name, text in typed.items()}
working_copies.keep(user=by, case=case, tab="a" * 16, values=values)
case.title_zh_hans, case.summary_zh_hans = "数字课堂走进更多山区学校", "为偏远学校接入网络，并培训校长和教师使用数字教具。"
case.place_zh_hans = "塞内加尔"
case.save()
case.mark_changed(by)
print(case.pk)
"""

# A part that was signed by two of three and changed since.
SIGNED = """
from accounts.models import User
from reports.models import Part, Report, Signer
from reports.signing import sign, state
report = Report.objects.get(year=2021)
people = [User.objects.get(email=f"{name}@association.example") for name in ("compiler", "reviewer", "publisher")]
for part in Part.objects.filter(report=report, parent=None):
    for order, (person, role) in enumerate(zip(people, ("主编", "专家", "审定"))):
        Signer.objects.create(part=part, order=order, user=person, role=role)
parts = list(Part.objects.filter(report=report).order_by("order", "pk"))
within = next(part for part in parts if part.parent_id and part.blocks.filter(kind="prose").count() > 1)
for person, some in zip(people, ([*parts[:6], within], [*parts[:3], within], parts[:2])):
    for part in some:
        sign(part, by=person, seen=[each.mark for each in state(report).of(part.pk).waiting_for(person)])
block = within.blocks.filter(kind="prose").first()
block.text_zh_hans = block.text_zh_hans.replace("。", "，覆盖全行业。", 1)
block.save()
print(within.pk)
"""

# A case that its company approved once, and is asked about anew.
PRINTED = """
from accounts.models import User
from cases.outbox import people_of
from reports.models import Report
from reports.signing.companies import answer, ask, placed
compiler = User.objects.get(email="compiler@association.example")
report = Report.objects.get(year=2021)
found = next(each for each in placed(report) if each.case.organisation.slug == "state-grid-zhejiang" and people_of(each.case))
asked, _token = ask(found.placement, by=compiler)
answer(asked, confirmed=True, name="陈敏", words="", by=people_of(found.case)[0])
found.placement.print_text_zh_hans = found.box.text.zh_hans.replace("。", "，效果良好。", 1)
found.placement.print_text_en = found.box.text.en
found.placement.save()
ask(found.placement, by=compiler)
print(found.case.pk)
"""

# A case that came back with corrections, and two tasks for the operators' page.
CORRECTED = """
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from accounts.models import Organisation, User
from cases.correcting import send
from cases.enums import RevisionReason
from cases.models import Case, Figure, StateChange
from cases.revisions import freeze
by = User.objects.get(email="editor1@huawei.example")
body = "<p>公司在厂房屋顶建成了光伏电站，并且同时配套建设了储能设施。</p><p>项目投运以后,园区用电有三成来自光伏。</p>"
case = Case.objects.create(
    organisation=Organisation.objects.get(slug="huawei"), title_zh_hans="关于屋顶光伏与储能一体化改造的案例", body_zh_hans=body,
    summary_zh_hans="厂房屋顶光伏配储能。", year=2027, state="in_review", created_by=by, changed_by=by,
)
figure = Figure.objects.create(case=case, label_zh_hans="年发电量", value="1260", unit="万千瓦时", period="2026")
handed_in = freeze(case, reason=RevisionReason.SUBMITTED, by=by)
StateChange.objects.create(case=case, action="submit", before="draft", after="in_review", revision=handed_in, by=by)
case.title_zh_hans = "屋顶光伏与储能一体化改造"
case.body_zh_hans = body.replace("并且同时配套建设了", "并配套").replace("以后,", "后，")
case.save()
Figure.objects.filter(pk=figure.pk).update(value="1206")
send(case=case, by=User.objects.get(email="reviewer@association.example"), message="请看修改。", version=case.version)
known = {"args_kwargs": {"args": [], "kwargs": {}}, "backend_name": "none", "run_after": get_date_max(), "started_at": timezone.now()}
path = "reports.tasks.carry_out"
DBTaskResult.objects.create(**known, task_path=path, status="RUNNING", worker_ids=["w"])
DBTaskResult.objects.create(
    **known, task_path=path, status="FAILED", worker_ids=["a", "b", "c"], finished_at=timezone.now(), traceback="OSError: No space left"
)
print(case.pk)
"""


# The next year's report, its quotas, and some cases chosen for it.
NEXT_REPORT = """
from accounts.models import User
from cases.document import Text
from cases.models import Publication
from reports.coverage import Wanted
from reports.models import Report
from reports.rolling import roll_forward
from reports.selection import choose, mark_of, set_quotas
title = Text("中国工业和信息化可持续发展报告", "China Industry and Informatisation Sustainable Development Report")
report = roll_forward(Report.objects.get(year=2021), year=2022, title=title)
wanted = [Wanted("cases", "", 20, 30), Wanted("concept", "", 3), Wanted("sdg", "13", 4), Wanted("owner", "", None, 1)]
set_quotas(report, wanted, seen=mark_of(()))
by = User.objects.get(email="compiler@association.example")
cases = list(Publication.objects.live().order_by("-pk").values_list("case", flat=True))
choose(report, dict.fromkeys(cases[:14:2], "成果可核实，数据有来源。"), decision="chosen", by=by)
choose(report, {cases[1]: "篇幅允许时采用。"}, decision="reserve", by=by)
choose(report, {cases[3]: "上年已刊登，没有新进展。"}, decision="declined", by=by)
print(report.pk)
"""


# A placed case that was shortened, published anew, taken over, and published once more; its part is taken, with a note from before.
PLACED = """
from accounts.models import User
from cases.enums import RevisionReason
from cases.models import Case
from cases.revisions import document_of, freeze
from reports.checkout import give_back, take
from reports.models import Placement
from reports.placements import take_over
from reports.shortening import Answer, mark_of, rows_of, shorten
by = User.objects.get(email="compiler@association.example")
case = Case.objects.get(slug="delta-green-factories")
placement = Placement.objects.select_related("revision", "block__part").get(revision__case=case, block__part__report__year=2021)
rows = rows_of(placement, "zh_hans", document_of(placement.revision))
written = {
    0: "台达的科学减碳目标经SBTi审核通过，已连续三年达成。",
    4: "台达以自己的厂房、办公楼和捐建的校园为试点，采用绿色建筑。",
    6: "", 8: "", 9: "两座数据中心通过LEED认证，中国台北总部的一座为全球首座LEED白金级。",
}
answers = {number: Answer(words) for number, words in written.items() if number < len(rows)}
shorten(placement.pk, answers={"zh_hans": answers}, own={}, seen=mark_of(placement))
def publish(*changes):
    case.refresh_from_db()
    for old, new in changes:
        case.body_zh_hans = case.body_zh_hans.replace(old, new)
    case.save()
    case.publication.revision = freeze(case, reason=RevisionReason.PUBLISHED, by=case.created_by)
    case.publication.save()
    return case.publication.revision.number
number = publish(("累计达28栋", "累计达31栋"), ("已连续三年达成", "已连续四年达成"))
take_over(placement, number=number)
publish(("中国台北、中场五期、台中、台南二厂", "中国台北、中场五期、台南二厂"), ("比例高达55.1%", "比例达到57.3%"))
part = placement.block.part
take(part, by=by)
give_back(part, by=by, note="台达一案已缩写；图片说明待补。")
take(part, by=by)
print(placement.block_id, placement.pk, part.pk)
"""


# A part that went out as Word and came home with a change, a comment, and a text that was worked on in both places.
WORDED = """
from accounts.models import User
from cases.text import plain_text
from reports.models import Part
from reports.roundtrip.coming import come_home
from reports.roundtrip.going import send_out
from tests.reports.roundtrip.files import commented, deleted, inserted, on, p, r, retyped
part = Part.objects.get(report__year=2021, key="covid-recovery")
copy, file = send_out(part, language="zh_hans", by=User.objects.get(email="compiler@association.example"))
keys = {key: int(number) for number, (key, _text) in copy.fields.items()}
title = part.title_zh_hans
file = retyped(file, keys[f"part-{part.pk}-title"], p(on(0, r(title[:4])), deleted(title[4:6]), inserted("大流行"), r(title[6:])))
block = part.blocks.filter(kind="prose").first()
first, *more = plain_text(block.text_zh_hans).split("\\n")
at = first.index("，")
inside = [p(r(first[:at]), inserted("，举世关注"), r(first[at:])), *(p(r(line)) for line in more)]
file = retyped(file, keys[f"block-{block.pk}-text"], "".join(inside))
come_home(part, commented(file, "题目是否太长？请主编定夺。"), name="李编辑返回.docx", by=copy.by)
block.text_zh_hans += "<p>各国正在加快恢复生产。</p>"
block.save()
print(part.pk)
"""


# The bank as a list that came back: a value changed, a value added, an indicator that is new, and rows as they are.
BANK = """
import io
from accounts.models import User
from openpyxl import load_workbook
from reports.bank import runs
from reports.bank.columns import COLUMNS, workbook
from reports.models import Indicator
from tests.cases.lists.sheets import saved
rows = [(row, value) for row in Indicator.objects.filter(observations__period="2020", observations__is_change=False).distinct()
        .prefetch_related("observations").order_by("key")[:6] for value in row.observations.all()]
book = load_workbook(io.BytesIO(workbook(rows)))
sheet, at = book.active, {column.key: number for number, column in enumerate(COLUMNS, 1)}
sheet.cell(2, at["value"]).value = "590"
sheet.cell(2, at["source_zh_hans"]).value = "协会年报"
def row(**cells):
    number = sheet.max_row + 1
    for name, text in cells.items():
        sheet.cell(number, at[name]).value = text
row(key=sheet.cell(2, at["key"]).value, period="2022", value="120", unit=sheet.cell(2, at["unit"]).value, status="事实")
row(key="green-factories", label_zh_hans="绿色工厂数量", label_en="Green factories", period="2022", value="3616", unit="家", status="事实")
found = runs.hand_in(saved(book), name="指标库-改.xlsx", by=User.objects.get(email="compiler@association.example"))
runs.read(found.pk, "zh-hans")
print(found.pk)
"""


# Figures asked of two companies: one has filled in some, the other has handed in.
ASKED = """
import datetime as dt
from decimal import Decimal
from django.utils import timezone
from accounts.models import Organisation, User
from reports.asking import steps
from reports.asking.steps import Answer, Wanted
from reports.models import Indicator, Observation
wanted = []
labels = {"green-power": ("绿色电力用量", "Green power used", "万千瓦时"), "water-reused": ("再生水用量", "Water reused", "万吨"),
          "volunteers": ("志愿服务人次", "Volunteer turns", "人次")}
before = {"huawei": ("21800", "356.20", "41200"), "state-grid-zhejiang": ("15300", "88.50", "36700")}
for number, (key, (zh, en, unit)) in enumerate(labels.items()):
    row = Indicator.objects.create(key=key, label_zh_hans=zh, label_en=en)
    for slug, values in before.items():
        Observation.objects.create(indicator=row, period="2021", value=values[number], unit=unit, place=slug)
    wanted.append(Wanted(row, "2022", unit))
organisations = list(Organisation.objects.filter(slug__in=before).order_by("slug"))
due = timezone.localdate() + dt.timedelta(days=14)
by = User.objects.get(email="compiler@association.example")
one, other = steps.ask(organisations, wanted, due=due, note="请按2022年全年口径填报，并注明数据来源。", by=by)
def fill(asked, name, *values, **more):
    who = User.objects.get(email=name)
    answers = {row.pk: Answer(Decimal(value), source="年度社会责任报告", **more) for row, value in zip(steps.figures_of(asked), values)}
    steps.fill(asked, answers, by=who)
    return who
fill(one, "editor1@huawei.example", "26450", "3562")
steps.hand_in(other, by=fill(other, "editor1@zhejiang.example", "16820", "93.40", "39050", as_of=dt.date(2022, 12, 31)))
print(one.pk, other.pk)
"""

# In the order in which they are made: what each prints → its code.
SEEDS = {
    "list": LIST,
    "typed": TYPED,
    "corrected": CORRECTED,
    "signed": SIGNED,
    "printed": PRINTED,
    "next_report": NEXT_REPORT,
    "worded": WORDED,
    "bank": BANK,
    "asked answered": ASKED,
    "block placement part": PLACED,
}
