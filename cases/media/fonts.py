"""The fonts of print and of share cards. They come with two packages and are the only ones used, so that every machine sets the same page.

Noto Sans CJK (one variable font, all weights; `Noto Sans CJK SC` has the simplified shapes) and Noto Serif SC, both under the
SIL Open Font Licence; Typst brings Libertinus Serif, likewise.
"""

from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("manimgx_fonts_cjk", "pylopdf_fonts_zh_cn")


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"The fonts of reports and share cards are missing: install {package}.", name=package)
    return Path(spec.origin).parent


FOLDERS: tuple[Path, ...] = tuple(_folder(package) for package in PACKAGES)
# One file with five faces, of which this one has the simplified shapes.
SANS, SANS_FACE = FOLDERS[0] / "NotoSansCJK-VF.otf.ttc", 2
SERIF = FOLDERS[1] / "NotoSerifSC-Regular.otf"
