"""A run under a trace of system calls: it connects to nothing, looks nothing up, and writes only what was asked for."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT, Installed, surroundings

STRACE = shutil.which("strace") or ""
CALLS = (
    "%network,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,truncate,link,linkat"
)

pytestmark = [pytest.mark.faults, pytest.mark.skipif(not STRACE, reason="strace is not installed")]
LIBRARY = "import claimx; print(claimx.extract('Mayor Ana Ruiz said the bridge is safe.')[0].speaker.name)"
RUNS = {
    "extract": ["{claimx}", "extract", "a.txt", "-o", "out.jsonl"],
    "extract by two processes": ["{claimx}", "extract", "a.txt", "b.txt", "--jobs=2", "-o", "out.jsonl"],
    "check": ["{claimx}", "check", "a.txt", "--format=json", "-o", "report.json"],
    "the library": ["{python}", "-c", LIBRARY],
}
# What opens a way out of the machine, or asks a resolver for one.
_NETWORK = re.compile(r"\b(?:connect|sendto|sendmsg|sendmmsg)\(.*(?:AF_INET6?|AF_NETLINK|nscd)|/etc/resolv\.conf")
# What creates, replaces or removes something below a path.
_WRITING = re.compile(
    r'\b(?:open(?:at2?)?\(.*?"(?P<opened>[^"]*)", (?:\{flags=)?[A-Z_|]*(?:O_WRONLY|O_RDWR|O_CREAT)'
    r'|(?:creat|mkdir(?:at)?|rename(?:at2?)?|unlink(?:at)?|symlink(?:at)?|link(?:at)?|truncate)\(.*?"(?P<made>[^"]*)")'
)
_NOWHERE = re.compile(r"/dev/(?:null|tty|shm/?)$|/proc/self/|pipe:")


def traced(claimx: Installed, command: list[str]) -> list[str]:
    """The system calls of a run on a new machine, as far as a new HOME is one."""
    home = claimx.folder / "home"
    home.mkdir()
    named = [part.format(claimx=claimx.program, python=sys.executable) for part in command]
    done = subprocess.run(
        [STRACE, "-f", "-qq", "-s", "400", "-e", f"trace={CALLS}", "-o", "trace", *named],
        cwd=claimx.folder,
        env=surroundings() | {"HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr.decode()
    assert list(home.rglob("*")) == []
    return (claimx.folder / "trace").read_text("utf-8", "replace").splitlines()


@pytest.mark.parametrize("command", RUNS.values(), ids=RUNS)
def test_a_run_reaches_nobody_and_writes_only_its_output(claimx: Installed, command):
    for name in ("a.txt", "b.txt"):
        (claimx.folder / name).write_text("Mayor Ana Ruiz said the bridge is safe.\n", "utf-8")
    calls = traced(claimx, command)
    assert any("model.onnx" in call for call in calls), "the trace does not show the run"
    assert [call for call in calls if _NETWORK.search(call)] == []
    written = {match["opened"] or match["made"] for call in calls if (match := _WRITING.search(call))}
    outside = {path for path in written if not (claimx.folder / path).is_relative_to(claimx.folder)}
    assert [path for path in outside if not _NOWHERE.search(path)] == []


def test_a_trace_would_show_it():
    assert _NETWORK.search("connect(3, {sa_family=AF_INET, sin_port=htons(53)}, 16) = 0")
    assert _NETWORK.search('openat(AT_FDCWD, "/etc/resolv.conf", O_RDONLY|O_CLOEXEC) = 3')
    opened = _WRITING.search('openat(AT_FDCWD, "/home/ana/.cache/x", O_WRONLY|O_CREAT, 0666) = 3')
    assert opened["opened"] == "/home/ana/.cache/x"
    assert _WRITING.search('mkdir("/home/ana/.cache", 0777) = 0')["made"] == "/home/ana/.cache"
