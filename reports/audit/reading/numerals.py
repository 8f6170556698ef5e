"""Number words: 一万两千 and twelve thousand as values."""

from decimal import Decimal

DIGIT = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}


def chinese_number(text: str) -> Decimal | None:
    """None for what is no number: 百千 has no digit, 万 stands for many."""
    if not text or text[0] in "百千万亿":
        return None
    if all(char in DIGIT for char in text):
        return Decimal(DIGIT[text]) if len(text) == 1 else None
    total = section = digit = 0
    for char in text:
        if char in DIGIT:
            digit = DIGIT[char]
        elif char in SMALL:
            section += (digit or (1 if char == "十" else 0)) * SMALL[char]
            digit = 0
        else:
            # 一万亿: what stands before 亿 is all of it.
            whole = section + digit
            total = (total + whole) * LARGE[char] if char == "亿" else total + whole * LARGE[char]
            section = digit = 0
    return Decimal(total + section + digit)


UNITS_EN = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS_EN = {
    word: value
    for value, word in zip(range(20, 100, 10), ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], strict=True)
}
SCALES_EN = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "bn": 10**9}


def english_number(text: str) -> Decimal | None:
    """`twenty-five`, `two hundred and ten`, `a dozen` is left to others."""
    value = 0
    for word in text.lower().replace("-", " ").split():
        if word in UNITS_EN:
            value += UNITS_EN[word]
        elif word in TENS_EN:
            value += TENS_EN[word]
        elif word == "hundred":
            value = max(value, 1) * 100
        elif word != "and":
            return None
    return Decimal(value)
