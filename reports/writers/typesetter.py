"""The program that typesets: run by `typesetting.py` in a process of its own, with nothing of Casebook in it.

Reads its order as JSON from standard input, writes the PDF or a picture of each page to the file named there (or none: then it only finds
out where things come to stand), and an answer as JSON to standard output.
"""

import json
import math
import sys


def restrain(memory_bytes: int, wall_seconds: float) -> None:
    """Limits that hold even when whoever started this is gone."""
    import resource
    import signal

    # Not handled on purpose: the default is death, whatever Typst is doing at that moment.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(math.ceil(wall_seconds) + 5)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def main() -> int:
    order = json.load(sys.stdin)
    restrain(order["memory_bytes"], order["wall_seconds"])
    import typst

    compiler = typst.Compiler(
        order["entry"],
        root=order["root"],
        font_paths=order["fonts"],
        ignore_system_fonts=True,
        sys_inputs=order["inputs"],
        package_path=order["packages"],
        package_cache_path=order["packages"],
    )
    warnings: list[str] = []
    try:
        if order["format"] == "png":
            compiler.compile(output=order["output"], format="png", ppi=order["ppi"])
        elif order["output"]:
            _, said = compiler.compile_with_warnings(output=order["output"], pdf_standards=order["standards"], timestamp=order["timestamp"])
            warnings = [warning.message for warning in said]
        found = [] if order["format"] == "png" else json.loads(compiler.query(order["query"], field="value"))
    except typst.TypstError as error:
        json.dump({"message": error.message, "detail": f"{error.diagnostic}\n{error.trace}"}, sys.stdout)
        return 1
    except RuntimeError as error:
        # What `query` raises.
        json.dump({"message": str(error)}, sys.stdout)
        return 1
    json.dump({"found": found, "warnings": warnings}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
