"""People at browsers of their own, for tests that read as a day, and the pictures kept of it."""

import os
import re
from pathlib import Path

from playwright.sync_api import Page, expect

PASSWORD = "一座水库养活三个县 the reservoir"
# Where pictures are kept; OUTPUT names another folder.
OUTPUT = Path(os.environ.get("OUTPUT", Path(__file__).parents[1] / "output"))


class Someone:
    """A person at a browser of their own. `shows` waits for words on the page, `presses` for the page that follows."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site

    def opens(self, address: str) -> None:
        self.page.goto(address if address.startswith("http") else self.site + address)

    def signs_in(self, email: str) -> None:
        self.opens("/accounts/login/?next=/admin/")
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", PASSWORD)
        self.presses("登录")
        expect(self.page).to_have_url(re.compile(r"/admin/$"))

    def presses(self, words: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words, exact=True).first.click()

    def saves(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("button[name=_continue]").click()

    def follows(self, words: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words, exact=True).first.click()

    def shows(self, *sentences: str) -> None:
        for words in sentences:
            expect(self.page.locator("body")).to_contain_text(words)

    def downloads(self, words: str) -> bytes:
        address = self.page.get_by_role("link", name=words).first.get_attribute("href")
        answer = self.page.request.get(self.site + str(address))
        assert answer.status == 200
        return answer.body()
