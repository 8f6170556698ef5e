"""A Word file read in a process of its own, with an end in time and memory: a hostile file harms nobody else.

`python -m cases.intake.child` reads the file from its standard input and writes the pickled answer: an `Intake`, or the code of a refusal.
"""

import pickle
import resource
import subprocess
import sys

from cases.intake.document import Intake, Refused
from cases.intake.reading import read_docx

SECONDS = 60
BYTES = 1_500_000_000


def read_apart(data: bytes) -> Intake:
    """Raises Refused, with the code "slow" for a child that had to be ended."""
    command = [sys.executable, "-m", "cases.intake.child"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False, start_new_session=True)
    except subprocess.TimeoutExpired:
        raise Refused("slow") from None
    if done.returncode:
        raise Refused("slow")
    # Written by our own code alone: the file's content is in it as text and bytes.
    answer: Intake | str = pickle.loads(done.stdout)
    if isinstance(answer, str):
        raise Refused(answer)
    return answer


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    data = sys.stdin.buffer.read()
    answer: Intake | str
    try:
        answer = read_docx(data)
    except Refused as refused:
        answer = refused.code
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main()
