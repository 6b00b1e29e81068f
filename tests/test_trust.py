"""Settings and records that others wrote: none loads their code, and none steers what is read."""

from __future__ import annotations

import json
import os
import sys

import pytest

from claimx.errors import SettingsError
from claimx.read.named import may_be_read
from claimx.settings import Settings

GOOD = "Mayor Ana Ruiz said the bridge is safe.\n"
posix = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners and modes are of another kind here")

# Some package that is installed with claimx, in the place of a pipeline that need not be.
INSTALLED = "wasabi"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "text", ["[tool]\nclaimx = 3", "tool = 3", "[[tool.claimx]]\nselect = []", "tool.claimx = 'x'"]
)
def test_a_section_that_is_no_table_is_one_line(folder, text):
    (folder / "pyproject.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match="must be a table"):
        Settings.find()


SETTINGS = [("claimx.toml", ""), ("pyproject.toml", "[tool.claimx]\nignore = []")]


@posix
@pytest.mark.parametrize(("name", "text"), SETTINGS)
def test_settings_that_everybody_may_write_are_refused_by_name(folder, name, text):
    (folder / name).write_text(text, "utf-8")
    (folder / name).chmod(0o666)
    with pytest.raises(SettingsError, match=f"{name}: everybody may write"):
        Settings.find()


@posix
@pytest.mark.parametrize(("name", "text"), SETTINGS)
def test_settings_of_another_user_are_refused_by_name(folder, name, text, monkeypatch):
    (folder / name).write_text(text, "utf-8")
    if os.geteuid() == 0:
        os.chown(folder / name, 12345, -1)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(SettingsError, match=f"{name}: belongs to another user"):
        Settings.find()


@pytest.mark.parametrize("name", ["./model", "model", "../model", "/model", "no_such_package", ".", ""])
def test_a_pipeline_of_a_settings_file_is_an_installed_package(folder, name, monkeypatch):
    (folder / "model").mkdir()
    (folder / "model" / "__init__.py").write_text("raise SystemExit('code of a checkout ran')", "utf-8")
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    (folder / "claimx.toml").write_text(f"ner_model = {json.dumps(name)}", "utf-8")
    with pytest.raises(SettingsError, match="not the name of an installed package"):
        Settings.find()


def test_a_module_of_the_current_folder_does_not_stand_in_for_an_installed_one(folder, monkeypatch):
    (folder / "claimx.toml").write_text(f"ner_model = '{INSTALLED}'", "utf-8")
    assert Settings.find().ner_model == INSTALLED
    (folder / f"{INSTALLED}.py").write_text("", "utf-8")
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    monkeypatch.delitem(sys.modules, INSTALLED, raising=False)
    with pytest.raises(SettingsError, match="not the name"):
        Settings.find()


def test_people_hear_which_settings_were_used_and_when_they_silence_everything(main, folder):
    (folder / "claimx.toml").write_text("ignore = ['CX']", "utf-8")
    said = main("check", "a.txt").said
    assert said[0] == f"claimx: settings from {folder / 'claimx.toml'}"
    assert said[1] == "claimx: no rule is asked: select and ignore leave none"


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/stdin", "/etc/hostname", "/usr", "..", ".", "pipe.txt", "out.txt"])
def test_what_a_record_names_is_read_only_if_it_is_a_file_of_the_folder(folder, path):
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.txt")
        (folder / "out.txt").symlink_to("/etc/passwd")
    assert not may_be_read(path)
    assert may_be_read("a.txt")


@posix
@pytest.mark.parametrize("path", ["/dev/zero", "pipe.txt", "/usr"])
@pytest.mark.parametrize("command", [["check"], ["verify", "--against=a.txt"], ["explain", ""]], ids=lambda c: c[0])
def test_no_command_follows_a_record_to_what_has_no_end(main, folder, command, path):
    os.mkfifo(folder / "pipe.txt")
    record = main("extract", "a.txt").records[0]
    record["doc"]["path"] = path
    (folder / "r.jsonl").write_text(json.dumps(record), "utf-8")
    run = main(*command, "r.jsonl")
    # An article that is needed and not read is an input that could not be read.
    assert run.code in ((3,) if command[0] == "explain" else (0, 1, 2))
