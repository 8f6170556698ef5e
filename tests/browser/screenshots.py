"""`make screenshots`: the pictures of README and docs, made from a running Casebook with the demo in it.

With names only those of the site: `python -m tests.browser.screenshots case review`.

A server of its own on a free port, with a database in a temporary folder; Chromium in both languages; one page of the printed report.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.postgresql import free_port

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Shot(NamedTuple):
    """A page as somebody sees it; `who` signs in first. Addresses are the Chinese ones, English is taken as well where it says so.

    `click` is pressed first and leads to another page; `at` is what the picture begins with.
    """

    name: str
    path: str
    who: str = ""
    width: int = 1280
    height: int = 860
    english: bool = False
    click: str = ""
    at: str = ""


SHOTS = (
    Shot("home", "/", english=True),
    Shot("home-phone", "/", width=390, height=844),
    Shot("cases", "/cases/?concept=green&concept=openness", english=True),
    Shot("case", "/cases/zhejiang-smart-dispatch/", english=True),
    Shot("goal", "/sdgs/7/"),
    Shot("report", "/reports/2021/", english=True),
    Shot("workbench", "/admin/", who="reviewer@association.example"),
    Shot("workbench-company", "/admin/", who="editor1@huawei.example"),
    Shot("case-form", "/admin/cases/case/{draft}/change/", who="editor1@huawei.example", height=1400),
    Shot("typing-offered", "/admin/cases/case/{typed}/change/", who="editor1@huawei.example", height=560),
    Shot(
        "typing-conflict",
        "/admin/cases/case/{typed}/change/",
        who="editor1@huawei.example",
        height=760,
        click="button[name=_put_back]",
        at=".error-summary",
    ),
    Shot("preview", "/admin/cases/case/{draft}/preview/", who="editor1@huawei.example"),
    Shot("review", "/admin/cases/case/{handed_in}/change/", who="reviewer@association.example", height=1100),
    Shot("pictures", "/admin/cases/case/{draft}/pictures/", who="editor1@huawei.example"),
    Shot("suggestions", "/admin/cases/case/{handed_in}/suggestions/", who="reviewer@association.example"),
    Shot("list-give", "/admin/cases/caselist/add/", who="editor1@huawei.example", height=640),
    Shot("list-wrong", "/admin/cases/caselist/{list}/change/", who="editor1@huawei.example", height=560),
    Shot("number-audit", "/admin/reports/report/{report}/numbers/", who="compiler@association.example", english=True, height=1000),
    Shot("readiness", "/admin/reports/report/{report}/readiness/", who="compiler@association.example", english=True, height=1300),
    Shot(
        "number-audit-phone",
        "/admin/reports/report/{report}/numbers/?rule=growth",
        who="compiler@association.example",
        width=390,
        height=844,
    ),
    Shot("selection", "/admin/reports/report/{next_report}/selection/", who="compiler@association.example", english=True, height=1000),
    Shot("next-year", "/admin/reports/report/{report}/next-year/", who="compiler@association.example", height=1000),
    Shot("figures", "/admin/reports/report/{next_report}/figures/", who="compiler@association.example"),
    Shot("case-numbers", "/admin/numbers/{numbered}/", who="editor1@zhejiang.example", height=640),
    Shot("corrections", "/admin/cases/case/{corrected}/corrections/", who="editor1@huawei.example", height=1000),
    Shot("background", "/admin/background/", who="operator@association.example", height=700),
    Shot("my-mail", "/admin/mail-settings/", who="editor1@huawei.example", height=640),
    Shot("sign-off", "/admin/reports/report/{report}/signing/", who="compiler@association.example", height=1000),
    Shot("sign", "/admin/reports/report/{report}/signing/{signed}/", who="compiler@association.example", height=760),
    Shot("print-approval", "/admin/printed/{printed}/", who="editor1@zhejiang.example", height=1000),
    Shot("placing-newer", "/admin/reports/block/{block}/newer/{placement}/", who="compiler@association.example", height=1100),
    Shot(
        "placing-shorten",
        "/admin/reports/block/{block}/shorten/{placement}/",
        who="compiler@association.example",
        english=True,
        height=1000,
    ),
    Shot("placing-beside", "/admin/reports/block/{block}/change/", who="compiler@association.example", width=1600, height=1000),
    Shot("placing-part", "/admin/reports/part/{part}/change/", who="compiler@association.example", height=760),
    Shot("word-home", "/admin/reports/part/{worded}/word/", who="compiler@association.example", english=True, height=1100, at="#word-open"),
    Shot("report-desk", "/admin/reports/report/{report}/change/", who="compiler@association.example", height=1100),
)


def main(only: Sequence[str] = ()) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="casebook-shots-") as folder, served(Path(folder)) as (site, manage):
        places = find_places(manage)
        accounts = json.loads((Path(folder) / "demo-accounts.json").read_text())["accounts"]
        passwords = {account["email"]: account["password"] for account in accounts}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.path(), args=ARGUMENTS)
            for shot in SHOTS:
                if not only or shot.name in only:
                    take(browser, site, shot, places, passwords)
            browser.close()
        if only:
            return
        for language, name in (("zh-hans", "zh"), ("en", "en")):
            pdf = Path(folder) / f"{name}.pdf"
            manage("build_report", "2021", "--language", language, "--output", str(pdf))
            pages_of_report(pdf, name)
    total = sum(path.stat().st_size for path in IMAGES.iterdir())
    print(f"{len(list(IMAGES.iterdir()))} pictures in {IMAGES.relative_to(ROOT)}, {total // 1024} kB")


@contextmanager
def served(folder: Path):
    """The address of a Casebook that runs while the block does, and a function for its commands."""
    port = free_port()
    environment = os.environ | {"DEBUG": "1", "DATA_DIR": str(folder), "PORT": str(port), "LOG_LEVEL": "WARNING"}
    environment.pop("DATABASE_URL", None)

    def manage(*arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout

    server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    site = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{site}/readyz", timeout=2)
                break
            except OSError:
                time.sleep(0.5)
        yield site, manage
    finally:
        server.terminate()
        server.wait(timeout=40)


def find_places(manage) -> dict[str, str]:
    """Primary keys that addresses need."""
    code = (
        "from cases.models import Case; from reports.models import Report; "
        "print(Case.objects.get(slug='draft-huawei-returned').pk, "
        "Case.objects.get(slug='draft-zhejiang-handed-in').pk, Report.objects.get(year=2021).pk, "
        "Case.objects.get(slug='zhejiang-energy-data-centre').pk)"
    )
    draft, handed_in, report, numbered = manage("shell", "-v", "0", "-c", code).split()
    codes = (
        ("list", LIST),
        ("typed", TYPED),
        ("corrected", CORRECTED),
        ("signed", SIGNED),
        ("printed", PRINTED),
        ("next_report", NEXT_REPORT),
        ("worded", WORDED),
    )
    made = {name: manage("shell", "-v", "0", "-c", code).strip() for name, code in codes}
    made |= dict(zip(("block", "placement", "part"), manage("shell", "-v", "0", "-c", PLACED).split(), strict=True))
    return {"draft": draft, "handed_in": handed_in, "report": report, "numbered": numbered} | made


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
from cases.models import Case, Figure
from cases.revisions import freeze
by = User.objects.get(email="editor1@huawei.example")
body = "<p>公司在厂房屋顶建成了光伏电站，并且同时配套建设了储能设施。</p><p>项目投运以后,园区用电有三成来自光伏。</p>"
case = Case.objects.create(
    organisation=Organisation.objects.get(slug="huawei"), title_zh_hans="关于屋顶光伏与储能一体化改造的案例", body_zh_hans=body,
    summary_zh_hans="厂房屋顶光伏配储能。", year=2027, state="in_review", created_by=by, changed_by=by,
)
figure = Figure.objects.create(case=case, label_zh_hans="年发电量", value="1260", unit="万千瓦时", period="2026")
freeze(case, reason=RevisionReason.SUBMITTED, by=by)
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
placement = Placement.objects.select_related("revision", "block__part").get(revision__case=case)
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


def take(browser: Browser, site: str, shot: Shot, places: dict[str, str], passwords: dict[str, str]) -> None:
    context = browser.new_context(viewport={"width": shot.width, "height": shot.height}, reduced_motion="reduce", locale="zh-CN")
    page = context.new_page()
    if shot.who:
        page.goto(f"{site}/accounts/login/")
        page.fill("input[name=login]", shot.who)
        page.fill("input[name=password]", passwords[shot.who])
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/admin/**")
    for language, prefix in (("zh", ""), ("en", "/en"))[: 2 if shot.english else 1]:
        page.goto(f"{site}{prefix}{shot.path.format(**places)}")
        page.wait_for_load_state("networkidle")
        if shot.click:
            page.locator(shot.click).first.click()
            page.wait_for_load_state("networkidle")
        if shot.at:
            page.locator(shot.at).evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 24)")
        target = IMAGES / f"{shot.name}-{language}.png"
        page.screenshot(path=target)
        shrink(target)
    context.close()


def pages_of_report(pdf: Path, name: str) -> None:
    """The page with the first case that is nested, and an opener: found by what stands on them."""
    document = pypdfium2.PdfDocument(pdf)
    wanted = {"report-page": ("智慧调度", "Smart dispatch"), "report-opener": ("第二章", "Chapter 2")}
    document[0].render(scale=1.1).to_pil().save(IMAGES / f"report-cover-{name}.png")
    shrink(IMAGES / f"report-cover-{name}.png")
    for label, words in wanted.items():
        for number in range(8, len(document)):
            text = document[number].get_textpage().get_text_bounded()
            if any(word.lower() in text.lower() for word in words):
                document[number].render(scale=1.1).to_pil().save(IMAGES / f"{label}-{name}.png")
                shrink(IMAGES / f"{label}-{name}.png")
                break


def shrink(path: Path) -> None:
    """256 colours are enough for a picture of a page, and keep the repository small."""
    with Image.open(path) as image:
        image.convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
