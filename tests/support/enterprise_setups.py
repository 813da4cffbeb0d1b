# SPDX-License-Identifier: MPL-2.0
"""The rows of broken_setups.py that are about roots which an administrator gives, or is thought to give."""

import policies
from setup_rows import setup


def administer(scene, certificates, installed=()):
    """The policy "Certificates" of the application that runs in Thunderbird's profile."""
    policies.write(scene.installation() / "distribution", "policies.json", {"Certificates": certificates})
    for each in installed:
        folder = scene.home.path / "application/distribution/certificates"
        folder.mkdir()
        (folder / each.der_file.name).write_bytes(each.der)


def leaf_without_root(scene):
    """A certificate with its key and its issuer; the root is not there."""
    leaf = scene.leaf()
    scene.thunderbird.import_key(leaf, chain=False)
    scene.thunderbird.add(scene.issuer, "issuer")
    return leaf


@setup("the root is one of the enterprise, for web pages", cause="root-not-trusted", steps=["trust-root"],
       words="It leaves a root as it is", trusted=False)
def _(scene):
    leaf = scene.leaf()
    scene.thunderbird.import_key(leaf)
    scene.thunderbird.trust(scene.root, "C,,")
    administer(scene, {"Install": [scene.root.der_file.name]}, [scene.root])
    scene.choose(leaf)


@setup("the root is one of the enterprise, and comes at the next start", cause="chain-incomplete", steps=["start-thunderbird"],
       words="trusted for web pages and for e-mail", trusted=False)
def _(scene):
    leaf = leaf_without_root(scene)
    administer(scene, {"Install": [scene.root.der_file.name]}, [scene.root])
    scene.choose(leaf)


@setup("the root is one of the enterprise, in a file that cannot be read", cause="chain-incomplete", steps=["other"],
       words="cannot be read here", trusted=False)
def _(scene):
    leaf = leaf_without_root(scene)
    administer(scene, {"Install": ["missing.pem"]})
    scene.choose(leaf)


@setup("the root is one of the system, by the profile's preference", cause="root-not-trusted", steps=["trust-root"],
       words="on Linux that brings in none", trusted=False)
def _(scene):
    leaf = scene.leaf()
    scene.thunderbird.import_key(leaf)
    scene.set("security.enterprise_roots.enabled", True)
    scene.choose(leaf)


@setup("the root is one of the system, by an administrator's policy", cause="chain-incomplete", steps=["other"],
       words="on Linux that brings in none", trusted=False)
def _(scene):
    leaf = leaf_without_root(scene)
    administer(scene, {"ImportEnterpriseRoots": True})
    scene.choose(leaf)
