"""`make screenshots`: the pictures of README and docs, made from a running Casebook with the demo in it.

With names only those of the site: `python -m tests.browser.screenshots case review`.

A server of its own on a free port, with a database in a temporary folder; Chromium in both languages; one page of the printed report.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.browser import seeds
from tests.postgresql import free_port
from tests.serving import until_it_answers

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
    Shot("word-out", "/admin/reports/part/{worded}/word/", who="compiler@association.example", height=640),
    Shot("bank-list", "/admin/reports/indicatorlist/{bank}/change/", who="compiler@association.example", english=True, height=860),
    Shot("figures-answer", "/admin/reports/figurerequest/{asked}/change/", who="editor1@huawei.example", height=1000),
    Shot("figures-check", "/admin/reports/figurerequest/{answered}/change/", who="compiler@association.example", height=1000),
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
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    site = f"http://127.0.0.1:{port}"
    try:
        until_it_answers(server, f"{site}/readyz", seconds=240)
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
        "Case.objects.get(slug='zhejiang-resilient-grid').pk)"
    )
    draft, handed_in, report, numbered = manage("shell", "-v", "0", "-c", code).split()
    made = {"draft": draft, "handed_in": handed_in, "report": report, "numbered": numbered}
    for names, code in seeds.SEEDS.items():
        made |= dict(zip(names.split(), manage("shell", "-v", "0", "-c", code).split(), strict=True))
    return made


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
        answer = page.goto(f"{site}{prefix}{shot.path.format(**places)}")
        if answer is None or not answer.ok:
            sys.exit(f"{shot.name}: {page.url} did not answer as it should")
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
