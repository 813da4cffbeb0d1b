# SPDX-License-Identifier: MPL-2.0
"""Rows of broken_setups.py in which what is good by itself cannot be selected: another file decides, or beside the certificate
for encryption no mail could be signed."""

from certificate_maker import extension, oid, sequence
from setup_rows import ALL, NEW, OLD, PAST, setup


def refused_by_classic(scene, **how):
    """Thunderbird's own verifier takes it; beside it for encryption, NSS signs nothing."""
    return scene.leaf("Refused", more=[extension("2.5.29.32", sequence(sequence(oid("1.2.3.4"))), True)], **how)


@setup("another file decides the name alone", cause="not-found", steps=["other", "select"], words="user.js", mended=(False, True))
def _(scene):
    scene.thunderbird.import_key(scene.leaf())
    scene.choose(scene.leaf("Gone"))
    scene.write_user_file({"mail.identity.id1.signing_cert_name": "Other"})


@setup("another file decides, and there is a newer one", steps=["other"], words="user.js")
def _(scene):
    old = scene.leaf(dates=OLD)
    for each in (old, scene.leaf(dates=NEW)):
        scene.thunderbird.import_key(each)
    scene.choose(old)
    scene.write_user_file({f"mail.identity.id1.{purpose}_cert_dbkey": old.db_key for purpose in ("signing", "encryption")})


@setup("another file decides for signing, and all of it is in Firefox", cause="not-found", steps=["other", "bring"], words="user.js")
def _(scene):
    scene.firefox.import_key(scene.leaf())
    scene.write_user_file({"mail.identity.id1.signing_cert_dbkey": "AAAA"})


@setup("the one for encryption lets nothing be signed, and another one is there", sign="unknown", steps=["select"], mended=ALL)
def _(scene):
    good, refused = scene.leaf(), refused_by_classic(scene)
    for each in (good, refused):
        scene.thunderbird.import_key(each)
    scene.choose(good, ["signing"])
    scene.choose(refused, ["encryption"])


@setup("the one for encryption lets nothing be signed, and another one is in Firefox", sign="not-found", steps=["bring"], mended=ALL)
def _(scene):
    refused = refused_by_classic(scene, usages=("keyAgreement",), dates=NEW)
    scene.thunderbird.import_key(refused)
    scene.firefox.import_key(scene.leaf(dates=OLD))
    scene.choose(refused, ["encryption"])


@setup("the one for encryption lets nothing be signed, and there is no other", sign="unknown", steps=["clear-encryption"])
def _(scene):
    good, refused = scene.leaf(usages=("nonRepudiation",)), refused_by_classic(scene)
    for each in (good, refused):
        scene.thunderbird.import_key(each)
    scene.choose(good, ["signing"])
    scene.choose(refused, ["encryption"])


@setup("the one for encryption would let nothing be signed", sign="not-found", steps=["clear-encryption"])
def _(scene):
    good, refused = scene.leaf(usages=("nonRepudiation",)), refused_by_classic(scene, usages=("keyAgreement",))
    for each in (good, refused):
        scene.thunderbird.import_key(each)
    scene.choose(refused, ["encryption"])


@setup("the only one would let nothing be signed", cause="not-found", steps=["select", "other"], mended=(True, False))
def _(scene):
    scene.thunderbird.import_key(refused_by_classic(scene))


@setup("a newer one would let nothing be signed", encrypt="not-found", steps=["select"], mended=ALL)
def _(scene):
    good = scene.leaf(dates=OLD)
    for each in (good, refused_by_classic(scene, dates=NEW)):
        scene.thunderbird.import_key(each)
    scene.choose(good, ["signing"])


@setup("it is expired, and a newer one would let nothing be signed", cause="expired", steps=["select", "other"], mended=(True, False))
def _(scene):
    expired = scene.leaf(dates=PAST)
    for each in (expired, refused_by_classic(scene, dates=NEW)):
        scene.thunderbird.import_key(each)
    scene.choose(expired)
