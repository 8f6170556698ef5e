"""A Word file read in a process of its own, with an end in time and memory: a hostile file harms nobody else.

`python -m cases.intake.child READER` reads the file from its standard input and writes the pickled answer: what the reader makes of it,
or the code of a refusal.
"""

import pickle
import resource
import subprocess
import sys
from typing import Any

from django.utils.module_loading import import_string

from cases.intake.document import Refused

SECONDS = 60
READER = "cases.intake.reading.read_docx"
BYTES = 1_500_000_000


def read_apart(data: bytes, reader: str = READER, seconds: int | None = None) -> Any:
    """What the reader, a function of the file's bytes, makes of it: an `Intake` if no other is named.

    Raises Refused, with the code "slow" for a child that had to be ended.
    """
    command = [sys.executable, "-m", "cases.intake.child", reader]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds or SECONDS, check=False, start_new_session=True)
    except subprocess.TimeoutExpired:
        raise Refused("slow") from None
    if done.returncode:
        raise Refused("slow")
    # Written by our own code alone: the file's content is in it as text and bytes.
    answer = pickle.loads(done.stdout)
    if isinstance(answer, str):
        raise Refused(answer)
    return answer


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    data = sys.stdin.buffer.read()
    try:
        answer = import_string(sys.argv[1])(data)
    except Refused as refused:
        answer = refused.code
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main()
