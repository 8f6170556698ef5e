"""A laid-out book (`reports.writers.layout`) as a pandoc document: one for Word, EPUB and ICML.

Everything that the PDF prints is here in the same order, as headings, paragraphs in named styles, tables with a head, figures with a
caption and what it shows in words, notes and links within the document.
"""

from collections.abc import Callable, Iterator, Sequence

from cases.quantities import Quantity
from reports.writers.layout import Layout
from reports.writers.pandoc.nodes import (
    Node,
    between,
    div,
    emphasis,
    figure,
    heading,
    image,
    link,
    listing,
    note,
    para,
    plain,
    quote,
    raised,
    span,
    strong,
    table,
    words,
)
from reports.writers.pieces import Json
from reports.writers.words import word

# The name of a picture or drawing of the layout → where the format finds it.
Sources = Callable[[str], str]
# What a format puts behind a link to say on which page it leads; nothing where there are no pages.
PageOf = Callable[[str], list[Node]]
# Level, anchor and title.
Entry = tuple[int, str, list[Node]]
TEXT_MM, CODE_MM = 150.0, 28.0


def no_page(anchor: str) -> list[Node]:
    return []


def contents_of(layout: Layout, language: str, depth: int) -> list[Entry]:
    """What stands in the contents: level, anchor and title of each part and case down to `depth`, then the indexes."""
    writer = _Outline(layout, language, str, no_page)

    def cases(case: Json) -> Iterator[Entry]:
        yield case["level"], case["anchor"], [*words(f"{case['label']} "), *writer.text(case["title"])]
        for nested in case["nested"]:
            yield from cases(nested)

    def parts(part: Json) -> Iterator[Entry]:
        label = words(f"{part['label']} ") if part["label"] else []
        yield part["level"], part["anchor"], [*label, *writer.text(part["title"])]
        for block in part["blocks"]:
            if block["kind"] == "case":
                yield from cases(block["case"])
        for inside in part["parts"]:
            yield from parts(inside)

    found = [entry for each in layout.data["parts"] for entry in parts(each)]
    return [entry for entry in [*found, (1, "indexes", words(word("indexes", language)))] if entry[0] <= depth]


def blocks_of(layout: Layout, language: str, *, sources: Sources, page_of: PageOf = no_page) -> list[Node]:
    """The whole book in reading order: its parts, then the indexes."""
    writer = _Outline(layout, language, sources, page_of)
    front = writer.front(layout.data["book"])
    parts = [node for part in layout.data["parts"] for node in writer.part(part)]
    return [*front, *parts, *writer.indexes(layout.data["indexes"])]


class _Outline:
    def __init__(self, layout: Layout, language: str, sources: Sources, page_of: PageOf) -> None:
        self.language = language
        self.sources = sources
        self.page_of = page_of
        self.colon = ": " if language == "en" else "："
        self.comma = ", " if language == "en" else "，"
        self.semicolon = "; " if language == "en" else "；"
        self.sizes = {placed.name: placed for placed in layout.pictures}

    def word(self, name: str, **values: object) -> str:
        return word(name, self.language, **values)

    # --- Text

    def text(self, shown: str | Json) -> list[Node]:
        """A text that had to be taken from the other language says so, and is marked as being in it."""
        if isinstance(shown, str):
            return words(shown)
        lang = "en" if shown["lang"] == "en" else "zh-Hans"
        mark = [*words(" "), span(words(f"[{shown['mark']}]"), "fallback", custom_style="Fallback Mark")] if shown["mark"] else []
        return [span(words(shown["text"]), lang=lang), *mark]

    def prose(self, prose: Json, citations: Sequence[Json] = ()) -> list[Node]:
        """Documents cited are notes at the end of the last paragraph."""
        found = [self.paragraph(node) for node in prose["nodes"]]
        notes = [note([para(self.cited(citation))]) for citation in citations]
        if prose.get("mark"):
            found.append(div([para(words(f"[{prose['mark']}]"))], "Remark"))
        if notes and found and found[-1]["t"] == "Para":
            found[-1]["c"] += notes
        elif notes:
            found.append(para(notes))
        return found

    def paragraph(self, node: Json) -> Node:
        if node["kind"] == "list":
            return listing([[plain(self.runs(item))] for item in node["items"]], ordered=node["ordered"])
        if node["kind"] == "table":
            rows = [[self.runs(cell) for cell in row] for row in node["rows"]]
            return table(rows[0], rows[1:]) if node["headed"] else table([], rows)
        runs = self.runs(node["runs"])
        if node["kind"] == "heading":
            return div([para([strong(runs)])], "Subheading")
        if node["kind"] == "quote":
            return quote([para(runs)])
        return para(runs)

    def runs(self, runs: Sequence[str | Json]) -> list[Node]:
        return [inline for run in runs for inline in ([*words(run)] if isinstance(run, str) else [self.run(run)])]

    def run(self, run: Json) -> Node:
        inlines = words(run["text"])
        if run["script"]:
            inlines = [raised(inlines, run["script"])]
        if run["em"]:
            inlines = [emphasis(inlines)]
        if run["strong"]:
            inlines = [strong(inlines)]
        if run["href"]:
            inlines = [link(inlines, run["href"])]
        return inlines[0] if len(inlines) == 1 else span(inlines)

    def cited(self, citation: Json) -> list[Node]:
        about = words(f"{self.comma}{citation['about']}") if citation["about"] else []
        return [*self.text(citation["title"]), *about]

    def titled(self, title: str | Json, level: int) -> list[Node]:
        shown = self.text(title)
        return [heading(level, shown, "", "unlisted")] if shown else []

    # --- Numbers

    def aside(self, text: str) -> str:
        """In brackets, as each language sets them; nothing for nothing."""
        return "" if not text else f" ({text})" if self.language == "en" else f"（{text}）"

    def status(self, status: str) -> str:
        return self.aside(self.word(f"status-{status}")) if status else ""

    def value(self, datum: Json) -> list[Node]:
        """The number with its unit and qualifier, and whether it is a fact."""
        return words(f"{Quantity(**datum['quantity'])}{self.status(datum['status'])}")

    def remarks(self, datum: Json) -> list[Node]:
        said = [self.word("note", note=datum["note"])] if datum["note"] else []
        said += [self.word("source", source=datum["source"])] if datum["source"] else []
        return words(self.semicolon.join([*said, *filter(None, [datum["claim"]])]))

    def numbers(self, data: Sequence[Json], caption: Sequence[Node] = ()) -> list[Node]:
        """A row for each number; a column that would be empty is not there."""
        if not data:
            return []
        columns: list[tuple[str, float, Callable[[Json], list[Node]]]] = [
            ("indicator", 4, lambda datum: self.text(datum["label"])),
            ("value", 2.5, self.value),
            ("date", 2.5, lambda datum: words(datum["period"])),
            ("remarks", 3, self.remarks),
        ]
        used = [column for n, column in enumerate(columns) if n < 2 or any(column[2](datum) for datum in data)]
        head = [words(self.word(name)) for name, _width, _make in used]
        rows = [[make(datum) for _name, _width, make in used] for datum in data]
        return [table(head, rows, caption=caption, widths=[width for _name, width, _make in used])]

    def named(self, block: Json) -> list[Node]:
        """The title of a chart or a table, where the list of them leads to."""
        title = self.text(block["title"])
        return [span(title, identifier=block["anchor"])] if title else []

    # --- The tree

    def front(self, book: Json) -> list[Node]:
        statement = self.text(book["statement"])
        return [div([para(statement)], "Remark")] if statement else []

    def part(self, part: Json) -> list[Node]:
        level = part["level"]
        label = [span(words(part["label"]), "label", custom_style="Label"), *words(" ")] if part["label"] else []
        found: list[Node] = [heading(level, [*label, *self.text(part["title"])], part["anchor"], part["kind"])]
        if part["slogan"]:
            found.append(div([para(between({"t": "LineBreak"}, map(self.text, part["slogan"])))], "Slogan"))
        if part["opener"]:
            found.append(self.picture(part["opener"]))
        for block in part["blocks"]:
            found += self.block(block)
        for inside in part["parts"]:
            found += self.part(inside)
        return found

    def block(self, block: Json) -> list[Node]:
        make: Callable[[Json], list[Node]] = getattr(self, f"_{block['kind']}")
        return make(block)

    def _prose(self, block: Json) -> list[Node]:
        return [*self.titled(block["title"], block["level"]), *self.prose(block["prose"], block["citations"])]

    def _callout(self, block: Json) -> list[Node]:
        title = self.text(block["title"])
        head = [para([strong(title)])] if title else []
        return [div([*head, *self.prose(block["prose"], block["citations"])], "Callout"), *self.numbers(block["data"])]

    def _tiles(self, block: Json) -> list[Node]:
        title = [*self.text(block["title"])]
        if block["period"]:
            title += words(f"{self.comma}{block['period']}" if title else block["period"])
        items = block["items"]
        changes, periods = any(item["change"] for item in items), any(item["period"] for item in items)
        head = ["value", "indicator", *(["change"] if changes else []), *(["date"] if periods else [])]
        rows = []
        for item in items:
            change = [self.change(item["change"])] if changes else []
            rows.append([[strong(self.value(item))], self.text(item["label"]), *change, *([words(item["period"])] if periods else [])])
        remarks = list({str(said): said for item in items if (said := self.remarks(item))}.values())
        return [
            table([words(self.word(name)) for name in head], rows, caption=title, widths=[2, 3.5, 3, 2][: len(head)]),
            *([div([para(said) for said in remarks], "Remark")] if remarks else []),
        ]

    def change(self, change: Json | None) -> list[Node]:
        if not change:
            return []
        about = f"{self.comma}{change['period']}" if change["period"] else ""
        label = change["label"] if isinstance(change["label"], str) else change["label"]["text"]
        return words(f"{label}{self.colon}{change['word']} {Quantity(**change['quantity'])}{about}")

    def _chart(self, block: Json) -> list[Node]:
        found = []
        for series in block["series"]:
            unit = words(f"{self.comma}{series['unit']}") if series["unit"] else []
            drawing = plain([image(self.sources(series["file"]), series["alt"], width_mm=TEXT_MM)])
            found.append(figure([drawing], [*self.text(series["label"]), *unit]))
        head = [words(self.word("indicator")), *map(words, block["columns"])]
        rows = [[self.row_label(row), *(self.cell(cell) for cell in row["cells"])] for row in block["rows"]]
        source = [div([para(words(self.word("source", source=block["source"])))], "Remark")] if block["source"] else []
        return [*found, table(head, rows, caption=self.named(block)), *source]

    def row_label(self, row: Json) -> list[Node]:
        return [*self.text(row["label"]), *words(self.aside(row["unit"]))]

    def cell(self, cell: Json) -> list[Node]:
        return words(f"{cell['value']}{self.status(cell['status'])}")

    def _table(self, block: Json) -> list[Node]:
        return self.numbers(block["rows"], self.named(block))

    def _breakdown(self, block: Json) -> list[Node]:
        total = {**block["total"], "label": self.labelled_total(block["total"]["label"])}
        return self.numbers([total, *block["parts"]], self.named(block))

    def labelled_total(self, label: str | Json) -> str | Json:
        named = f"{self.word('total')}{self.colon}"
        return f"{named}{label}" if isinstance(label, str) else {**label, "text": f"{named}{label['text']}"}

    def _comparison(self, block: Json) -> list[Node]:
        def side(datum: Json) -> list[Node]:
            return [*self.value(datum), *words(self.aside(datum["period"]))]

        rows = [[self.text(pair["label"]), side(pair["before"]), side(pair["after"])] for pair in block["pairs"]]
        return [table([words(self.word(name)) for name in ("indicator", "before", "after")], rows, caption=self.named(block))]

    def _quotation(self, block: Json) -> list[Node]:
        notes = [note([para(self.cited(citation))]) for citation in block["citations"]]
        reported = words(self.aside(self.word("reported")) if block["reported"] else "")
        said = para([*self.text(block["text"]), *reported, *notes])
        by = self.comma.join(filter(None, (block["attribution"], block["source"])))
        return [quote([said, *([div([para(words(f"—— {by}" if self.language != "en" else f"— {by}"))], "Attribution")] if by else [])])]

    _epigraph = _quotation

    def _themes(self, block: Json) -> list[Node]:
        items = [
            node
            for item in block["items"]
            for node in (div([para([strong(self.text(item["label"]))])], "Subheading"), *self.prose(item["prose"]))
        ]
        return [*self.titled(block["title"], block["level"]), *items]

    _measures = _themes

    def _photos(self, block: Json) -> list[Node]:
        return [*self.titled(block["title"], block["level"]), *map(self.picture, block["pictures"])]

    def _video(self, block: Json) -> list[Node]:
        return [self.video(block)]

    def _case(self, block: Json) -> list[Node]:
        return self.case(block["case"])

    # --- Pictures

    def picture(self, picture: Json) -> Node:
        placed = self.sizes[picture["anchor"]]
        # As wide as in the PDF, lower pictures in full height.
        width = min(TEXT_MM, placed.width_mm, placed.height_mm * picture["ratio"])
        caption = [strong(words(picture["number"])), *words(" "), *self.text(picture["caption"])]
        credit = words(f"{self.comma}{picture['credit']}") if picture["credit"] else []
        shown = plain([image(self.sources(picture["file"]), picture["alt"], width_mm=width)])
        return figure([shown], [*caption, *credit], identifier=picture["anchor"])

    def video(self, video: Json) -> Node:
        code = plain([image(self.sources(video["file"]), video["alt"], width_mm=CODE_MM)])
        caption = [
            *self.text(video["title"]),
            *words(f"{self.comma}{self.word('video')}{self.colon}"),
            link(words(video["url"]), video["url"]),
        ]
        return figure([code], caption)

    # --- Cases

    def case(self, case: Json) -> list[Node]:
        label = span(words(case["label"]), "label", custom_style="Label")
        found: list[Node] = [heading(case["level"], [label, *words(" "), *self.text(case["title"])], case["anchor"], "case")]
        found.append(div(self.facts(case), "Case Facts"))
        if lead := self.text(case["summary"]):
            found.append(div([para(lead)], "Lead"))
        found += self.numbers(case["key"])
        found += self.prose(case["prose"])
        for quotation in case["quotations"]:
            found += self._quotation(quotation)
        found += map(self.picture, case["pictures"])
        found += self.numbers(case["figures"], words(self.word("figures")))
        found += map(self.video, case["videos"])
        for nested in case["nested"]:
            found += self.case(nested)
        return found

    def facts(self, case: Json) -> list[Node]:
        """Who, where, when, and what it stands for: a line each."""
        lines: list[tuple[str, list[Node]]] = [("organisation", self.organisation(case["organisation"]))]
        lines += [("organisation", self.organisation(other)) for other in case["organisations"]]
        lines += [("place", self.text(case["place"])), ("period", words(case["period"]) if case["period"] else [])]
        if case["concept"]:
            lines.append(("concept", self.text(case["concept"]["name"])))
        lines += [("goals", self.goal(goal)) for goal in case["goals"]]
        return [para([strong(words(f"{self.word(name)}{self.colon}")), *shown]) for name, shown in lines if shown]

    def organisation(self, organisation: Json) -> list[Node]:
        more = self.comma.join(filter(None, (organisation["short"], organisation["role"])))
        return [*self.text(organisation["name"]), *words(self.aside(more))]

    def goal(self, goal: Json) -> list[Node]:
        reason = self.text(goal["reason"])
        return [*words(f"{goal['number']} "), *self.text(goal["name"]), *(words(self.colon) if reason else []), *reason]

    # --- Indexes

    def indexes(self, indexes: Json) -> list[Node]:
        found = [heading(1, words(self.word("indexes")), "indexes")]
        for name in ("goals", "concepts", "organisations"):
            entries = indexes[name]
            if entries:
                found.append(heading(2, words(self.word(f"index-{name}")), f"index-{name}"))
                found += [self.entry(entry) for entry in entries]
        if documents := indexes["documents"]:
            found.append(heading(2, words(self.word("index-documents")), "index-documents"))
            found.append(listing([[plain(self.cited(entry))] for entry in documents], ordered=False))
        if tables := indexes["tables"]:
            found.append(heading(2, words(self.word("index-tables")), "index-tables"))
            lines = ([*self.reference(entry), *words(self.aside(entry["part"]))] for entry in tables)
            found.append(listing([[plain(line)] for line in lines], ordered=False))
        if pictures := indexes["pictures"]:
            found.append(heading(2, words(self.word("index-pictures")), "index-pictures"))
            found.append(listing([[plain(self.credited(entry))] for entry in pictures], ordered=False))
        return found

    def entry(self, entry: Json) -> Node:
        number = words(f"{entry['number']} ") if entry.get("number") else []
        cases = [*entry["cases"], *entry.get("named", [])]
        where = between({"t": "LineBreak"}, (self.reference(case) for case in cases)) or words(self.word("no-case"))
        return div([para([strong([*number, *self.text(entry["name"])]), {"t": "LineBreak"}, *where])], "Index Entry")

    def reference(self, entry: Json) -> list[Node]:
        return [link(self.text(entry["title"]), f"#{entry['anchor']}"), *self.page_of(entry["anchor"])]

    def credited(self, entry: Json) -> list[Node]:
        about = self.comma.join(filter(None, (entry["credit"], entry["licence"])))
        shown = [*words(f"{entry['number']} "), *self.text(entry["caption"])]
        return [link(shown, f"#{entry['anchor']}"), *words(f"{self.comma}{about}" if about else ""), *self.page_of(entry["anchor"])]
