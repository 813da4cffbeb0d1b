# SPDX-License-Identifier: MPL-2.0
"""The part of the module that runs on the controller: it names the computer and keeps what came of it."""

import datetime
import json
import os
import pathlib
import re

from ansible.errors import AnsibleConnectionFailure, AnsibleError
from ansible.plugins.action import ActionBase

# As `certferry audit merge` reads them.
NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,252}")
MOST_OCTETS = 64 << 20
# A word of what went wrong is enough; the rest stands in Ansible's own output.
LONGEST_TEXT = 1000
# What the module says, and nothing of what a computer that lies adds to it, such as facts.
PASSED_ON = ("changed", "failed", "msg", "kind", "summary", "audit", "unreachable", "skipped")


class ActionModule(ActionBase):
    """Runs the module, and with `results` writes HOST.json."""

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        arguments = dict(self._task.args)
        folder = arguments.pop("results", None)
        record = _Record(folder, task_vars["inventory_hostname"]) if folder and not self._task.check_mode else None
        try:
            answer = self._execute_module(module_args=arguments, task_vars=task_vars)
        except AnsibleConnectionFailure as failure:
            if record:
                record.write(unreachable=_cut(failure))
            raise
        except BaseException as failure:  # a task that takes too long ends with an exception of its own kind
            if record:
                record.write(failed=_cut(failure) or type(failure).__name__)
            raise
        if not answer.get("failed") and not isinstance(answer.get("audit"), dict):
            answer = {"failed": True, "msg": "The module gave no audit." + _last_words(answer)}
        elif answer.get("failed"):
            answer["msg"] = _cut(f"{answer.get('msg', '')}{_last_words(answer)}")
        result.update({name: answer[name] for name in PASSED_ON if name in answer})
        if record:
            result["results"] = record.write(failed=result["msg"]) if result.get("failed") else record.write(audit=result.pop("audit"))
        return result


class _Record:
    """The file of one computer. It is there as a whole or not at all."""

    def __init__(self, folder, name):
        if not NAME.fullmatch(name):
            raise AnsibleError("The name of this computer in the inventory cannot be the name of a file: letters, digits, '.', '-' and '_'.")
        self._name, self._folder = name, pathlib.Path(folder)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = os.lstat(self._folder)
        if self._folder.is_symlink() or status.st_uid != os.geteuid() or status.st_mode & 0o077:
            raise AnsibleError(f"The folder of the results is not yours alone, so nothing was collected. Run: chmod 700 {self._folder}")

    def write(self, **outcome):
        """Returns the path of the file."""
        text = self._text(outcome)
        if len(text) > MOST_OCTETS:
            text = self._text({"failed": "The computer's answer has more than 64 MiB, so it was not kept."})
        file, new = self._folder / f"{self._name}.json", self._folder / f".{self._name}.{os.getpid()}"
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with open(descriptor, "wb") as stream:
            stream.write(text)
        os.replace(new, file)
        return str(file)

    def _text(self, outcome):
        collected = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        return json.dumps({"host": self._name, "collected": collected, **outcome}).encode()


def _last_words(answer):
    """What a program said that could not even be started, such as that a library is missing."""
    words = str(answer.get("module_stderr") or answer.get("module_stdout") or "").strip()
    return " " + words[-LONGEST_TEXT // 2:] if words else ""


def _cut(text):
    return str(text)[:LONGEST_TEXT]
