"""How long the 2021 collection takes: load, compose, PDF in both languages. Prints a table.

python -m benchmarks.report
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="casebook-bench-") as folder:
        environment = os.environ | {"DEBUG": "1", "DATA_DIR": folder, "LOG_LEVEL": "WARNING"}
        environment.pop("DATABASE_URL", None)
        rows = []
        for label, arguments in (
            ("migrate", ["migrate", "-v", "0"]),
            ("demo (27 cases, the report)", ["demo"]),
            ("demo again (changes nothing)", ["demo"]),
            ("PDF zh", ["build_report", "2021", "--output", f"{folder}/zh.pdf"]),
            ("PDF en", ["build_report", "2021", "--language", "en", "--output", f"{folder}/en.pdf"]),
            ("JSON", ["build_report", "2021", "--format", "json", "--output", f"{folder}/book.json"]),
        ):
            begun = time.monotonic()
            subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
            rows.append((label, time.monotonic() - begun))
        # ru_maxrss of ended children is the largest among them, in kB.
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        for label, seconds in rows:
            print(f"{label:32} {seconds:6.1f} s")
        for name in ("zh.pdf", "en.pdf"):
            print(f"{name:32} {(Path(folder) / name).stat().st_size / 1e6:6.1f} MB")
        print(f"{'largest process':32} {peak:6.0f} MB")


if __name__ == "__main__":
    main()
