# SPDX-License-Identifier: MPL-2.0
"""What `certferry audit --json` says, looked up by profile, rule and object."""


class Report:
    """One result. Findings about several profiles together are among those of each."""

    def __init__(self, answer):
        self.status, self.value = answer.status, answer.value
        self.profiles = {each["path"]: each for each in self.value["profiles"]}

    def profile(self, folder):
        return self.profiles[str(folder)]

    def findings(self, folder, rule=None):
        path = str(folder)
        found = list(self.profiles[path]["findings"])
        for other in self.value.get("across", []):
            found += other["findings"] if other["id"] == self.profiles[path]["id"] else []
        return [each for each in found if rule in (None, each["rule"])]

    def rules(self, folder):
        """The ids of what was found, each once."""
        return {each["rule"] for each in self.findings(folder)}

    def about(self, rule):
        """[(profile's path, certificate or identity or file)] of every finding of a rule in the whole result."""
        return sorted((path, each.get("certificate") or each.get("identity") or each.get("file") or "")
                      for path in self.profiles for each in self.findings(path, rule))

    def keys(self):
        return sorted(each["key"] for path in self.profiles for each in self.findings(path))


def audit(certferry, *words, **options):
    """Runs an audit and reads its report."""
    return Report(certferry.run("audit", *words, **options))
