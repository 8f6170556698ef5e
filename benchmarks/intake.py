"""How long a Word file of some 20 pages with 10 pictures takes: to be read in its child process, and to become a draft. Prints a table.

python -m benchmarks.intake
"""

import io
import random
import time

from PIL import Image

from cases.intake.child import read_apart
from cases.intake.reading import read_docx
from tests.cases.intake.documents import blip, docx, p


def main() -> None:
    dice = random.Random(1)
    words = ["电网", "绿色", "发展", "企业", "建设", "减少", "排放", "学校", "教师", "2.4亿元", "超过2000万个", "，", "。"]
    body = [p("弹性电网助力绿色发展")]
    for page in range(20):
        body.append(p(f"{page + 1}、第{page + 1}节"))
        body += [p("".join(dice.choice(words) for _ in range(130))) for _ in range(4)]
        if page % 2:
            body += [f"<w:p>{blip(f'rId{page // 2 + 1}')}</w:p>", p(f"图{page // 2 + 1} 现场照片")]
    pictures = []
    for _ in range(10):
        buffer = io.BytesIO()
        Image.effect_noise((1600, 1200), 60).convert("RGB").save(buffer, "JPEG", quality=80)
        pictures.append(buffer.getvalue())
    data = docx("".join(body), media=pictures)
    print(f"| a file of {len(data) / 1e6:.1f} MB | s |\n| --- | ---: |")
    for name, read in (("read in this process", read_docx), ("read in a child, with its start", read_apart)):
        begun = time.monotonic()
        found = read(data)
        print(f"| {name} | {time.monotonic() - begun:.2f} |")
    print(f"\n{found.characters:,} characters, {len(found.pictures)} pictures, {len(found.figures)} figures offered.")


if __name__ == "__main__":
    main()
