"""How long the comparison of two long texts takes, in kind and in nasty cases. Prints a table.

python -m benchmarks.compare
"""

import random
import time

from cases.diff import marks
from cases.diff.blocks import Block, compare_blocks

LENGTH = 20_000


def main() -> None:
    dice = random.Random(1)
    words = ["电网", "绿色", "发展", "企业", "建设", "减少", "排放", "学校", "教师", "，", "。"]
    prose = "".join(dice.choice(words) for _ in range(LENGTH))[:LENGTH]
    edited = list(prose)
    for _ in range(400):
        edited[dice.randrange(LENGTH)] = dice.choice("甲乙丙丁戊")
    cases = {
        "one character": (prose, prose[:9_000] + "甲" + prose[9_001:]),
        "400 characters here and there": (prose, "".join(edited)),
        "all another": ("".join(chr(0x4E00 + n) for n in range(LENGTH)), "".join(chr(0x4E00 + n * 7 % LENGTH) for n in range(LENGTH))),
        "two characters repeated": ("甲乙" * (LENGTH // 2), "乙甲丙" * (LENGTH // 3)),
        "turned round": (prose, prose[::-1]),
    }
    print(f"| two texts of {LENGTH:,} characters | ms |\n| --- | ---: |")
    for name, (before, after) in cases.items():
        begun = time.process_time()
        marks(before, after)
        print(f"| {name} | {1000 * (time.process_time() - begun):,.0f} |")
    paragraphs = [Block(prose[at : at + 100], "paragraph") for at in range(0, LENGTH, 100)]
    shuffled = [*paragraphs[100:], *(Block("甲" + block.text[1:], "paragraph") for block in paragraphs[:100])]
    begun = time.process_time()
    compare_blocks(paragraphs, shuffled)
    print(f"| 200 paragraphs, half of them moved and changed | {1000 * (time.process_time() - begun):,.0f} |")


if __name__ == "__main__":
    main()
