# SPDX-License-Identifier: MPL-2.0
"""What axe-core finds wrong with a page as it is shown."""

import functools
import unittest

import npm_package

VERSION = "4.14.1"
RUN = """
new Function(args[0]).call(window);
const {violations} = await axe.run(document, {resultTypes: ["violations"]});
return violations.map(({id, nodes}) => `${id}: ${nodes.map(node => node.html).join(" ")}`);
"""


class Axe:
    """None of a test's pages has violations; where axe-core cannot be had, the reason is in `missing`."""

    def __init__(self):
        self.missing = None
        try:
            self._source = (npm_package.package(self, "axe-core", VERSION) / "axe.min.js").read_text(encoding="utf-8")
        except unittest.SkipTest as reason:
            self.missing = str(reason)

    @staticmethod
    def skipTest(reason):
        raise unittest.SkipTest(reason)

    def violations(self, page):
        return [] if self.missing else page.run(RUN, self._source)


@functools.lru_cache
def axe():
    return Axe()
