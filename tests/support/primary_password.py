# SPDX-License-Identifier: MPL-2.0
"""A Thunderbird with a primary password, which asks for it before anything else, so that remote control never begins.

An administrator's configuration file answers the question here. It is laid over two files of the installed Thunderbird
in a mount namespace that only this Thunderbird sees; the installation itself is not touched.
"""

import json
import os
import pathlib
import subprocess

PLACE = pathlib.Path("/usr/lib/thunderbird")
# Two files that every installation has; the second is read by nothing but an update.
SETTINGS, CONFIGURATION = PLACE / "defaults/pref/vendor.js", PLACE / "removed-files"

LAY_OVER = f'mount --bind "$1" {SETTINGS} && mount --bind "$2" {CONFIGURATION} && shift 2 && exec "$@"'

POINTER = f"""
pref("general.config.filename", "{CONFIGURATION.name}");
pref("general.config.obscure_value", 0);
pref("general.config.sandbox_enabled", false);
"""

ANSWER = """// The first line of such a file is not read.
try {
  const password = PASSWORD;
  const usual = Cc["@mozilla.org/prompter;1"].getService(Ci.nsIPromptFactory);
  const answering = prompt => {
    const answer = {
      QueryInterface: ChromeUtils.generateQI(["nsIPrompt"]),
      promptPassword(title, text, value) { value.value = password ?? ""; return password !== null; },
    };
    for (const name of ["alert", "alertCheck", "confirm", "confirmCheck", "confirmEx", "prompt", "promptUsernameAndPassword",
                        "select"]) {
      answer[name] = (...words) => prompt[name](...words);
    }
    return answer;
  };
  const factory = {
    QueryInterface: ChromeUtils.generateQI(["nsIPromptFactory"]),
    getPrompt: (window, iid) => iid.equals(Ci.nsIPrompt) ? answering(usual.getPrompt(window, iid)) : usual.getPrompt(window, iid),
  };
  Components.manager.QueryInterface(Ci.nsIComponentRegistrar).registerFactory(
    Services.uuid.generateUUID(), "answers for the test", "@mozilla.org/prompter;1",
    {createInstance: iid => factory.QueryInterface(iid)});
} catch (error) { dump("primary_password: " + error + "\\n"); }
"""


def _namespace():
    return ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]


def unavailable():
    """Why this machine cannot do it, or None."""
    if not (SETTINGS.exists() and CONFIGURATION.exists()):
        return f"Thunderbird is not installed in {PLACE}"
    command = [*_namespace(), "mount", "--bind", str(SETTINGS), str(SETTINGS)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return None if done.returncode == 0 else "this machine gives no mount namespace"


def answered(folder, password):
    """The `prefix` for Application with which Thunderbird gets `password`; None closes the question without one."""
    settings, configuration = pathlib.Path(folder) / "vendor.js", pathlib.Path(folder) / "answer.cfg"
    settings.write_text(SETTINGS.read_text(encoding="utf-8") + POINTER, encoding="utf-8")
    configuration.write_text(ANSWER.replace("PASSWORD", json.dumps(password), 1), encoding="utf-8")
    return [*_namespace(), "sh", "-c", LAY_OVER, "sh", str(settings), str(configuration)]
