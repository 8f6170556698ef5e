"""A task that takes for ever the first time it is begun, for the test that kills its worker."""

import os
import time
from pathlib import Path

from django.tasks import task


@task
def write_down() -> str:
    file = Path(os.environ["WRITE_TO"])
    with file.open("a") as lines:
        lines.write("begun\n")
    if file.read_text() == "begun\n":
        time.sleep(120)
    with file.open("a") as lines:
        lines.write("done\n")
    return "done"
