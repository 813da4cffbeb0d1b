# SPDX-License-Identifier: MPL-2.0
"""The golden exchanges again, with the real programs on real profiles."""

import unittest

import application
import schemas
from exchange_scene import ExchangeScene
from exchange_steps import record


class Exchanges(unittest.TestCase):
    maxDiff = None

    def test_every_answer_is_the_recorded_one(self):
        application.skip_unless_installed(self, "firefox", "thunderbird")
        with ExchangeScene() as scene:
            found = record(scene)
        recorded = schemas.exchanges()
        self.assertEqual(sorted(found), sorted(recorded), "tests/exchanges/record writes them anew")
        for method, exchanges in found.items():
            for now, before in zip(exchanges, recorded[method], strict=True):
                with self.subTest(f"{method}: {now['name']}"):
                    self.assertEqual(now, before)
