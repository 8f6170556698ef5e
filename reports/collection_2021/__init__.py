"""The frame of the 2021 report: parts, blocks, indicators and documents cited, as TOML beside this file."""

from pathlib import Path

FOLDER = Path(__file__).parent
