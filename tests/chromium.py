"""The browser that the tests drive: the one named, one on this machine, or one installed where that is possible."""

import glob
import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLAYWRIGHTS_OWN = "~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome"


def path() -> str:
    if named := os.environ.get("CHROMIUM"):
        if not shutil.which(named):
            raise RuntimeError(f"CHROMIUM is {named!r}, and that is no program; give the path of a Chromium, or leave it unset.")
        return named
    if found := looked_up():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium …", flush=True)
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"]):
            subprocess.run(["apt-get", "-qq", *arguments], env=quiet, stdout=subprocess.DEVNULL, check=False)
        if found := looked_up():
            return found
    raise RuntimeError("The browser tests want Chromium and found none. Install it, or name it: CHROMIUM=/path/to/chromium make test")


def looked_up() -> str | None:
    on_path = (shutil.which(name) for name in NAMES)
    return next((found for found in on_path if found), None) or next(iter(sorted(glob.glob(os.path.expanduser(PLAYWRIGHTS_OWN)))), None)
