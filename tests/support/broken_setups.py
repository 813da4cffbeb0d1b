# SPDX-License-Identifier: MPL-2.0
"""Set-ups in which an identity cannot sign or encrypt, each broken in one way, and what is true of it.

Each row makes its set-up in profiles of mail_profiles.py and says:
`sign`, `encrypt`: the kind of the reason that is the true cause, None where it can; `steps`: the kinds of the steps;
`mended`: what --fix leaves: which of the two the identity can do then.
"""

import datetime

import enterprise_setups  # noqa: F401 its rows are among ours
import pair_setups  # noqa: F401 the same
from mail_profiles import ADDRESS, issuer_at
from setup_rows import ALL, NEW, NOW, OLD, PAST, ROWS, setup

FUTURE = (NOW + datetime.timedelta(days=30), NOW + datetime.timedelta(days=300))
ISSUER_ADDRESS = "http://ca.example.test/issuer.cer"


@setup("an authority of the chain is missing, and Firefox has it", cause="chain-incomplete", steps=["bring-chain"], mended=ALL)
def _(scene):
    leaf = scene.leaf()
    scene.thunderbird.import_key(leaf, chain=False)
    scene.firefox.add(scene.issuer, "issuer")
    scene.choose(leaf)


@setup("an authority of the chain is missing everywhere", cause="chain-incomplete", steps=["fetch-issuer"], words=ISSUER_ADDRESS)
def _(scene):
    leaf = scene.leaf(more=[issuer_at(ISSUER_ADDRESS)])
    scene.thunderbird.import_key(leaf, chain=False)
    scene.choose(leaf)


@setup("nobody trusts the root", cause="root-not-trusted", steps=["trust-root"], trusted=False)
def _(scene):
    leaf = scene.leaf()
    scene.thunderbird.import_key(leaf)
    scene.choose(leaf)


@setup("only Firefox has the root", cause="chain-incomplete", steps=["bring-chain"], mended=ALL, trusted=False)
def _(scene):
    leaf = scene.leaf()
    scene.thunderbird.import_key(leaf, chain=False)
    scene.thunderbird.add(scene.issuer, "issuer")
    scene.firefox.add(scene.root, "root", ",C,")
    scene.choose(leaf)


@setup("only Firefox trusts the root", cause="root-not-trusted", steps=["bring-chain"], mended=ALL, trusted=False)
def _(scene):
    leaf = scene.leaf()
    scene.thunderbird.import_key(leaf)
    scene.firefox.add(scene.root, "root", ",C,")
    scene.choose(leaf)


@setup("the root is distrusted", cause="root-not-trusted", steps=["other"], words="explicitly distrusted")
def _(scene):
    leaf = scene.leaf()
    scene.thunderbird.import_key(leaf)
    scene.thunderbird.trust(scene.root, ",p,")
    scene.choose(leaf)


@setup("it is expired", cause="expired", steps=["other"])
def _(scene):
    leaf = scene.leaf(dates=PAST)
    scene.thunderbird.import_key(leaf)
    scene.choose(leaf)


@setup("it is expired and renewed", cause="expired", steps=["renew"], mended=ALL)
def _(scene):
    leaf = scene.leaf(dates=PAST)
    for each in (leaf, scene.leaf(dates=NEW)):
        scene.thunderbird.import_key(each)
    scene.choose(leaf)


@setup("it is renewed, in Firefox, while it is still good", steps=["renew"], mended=ALL)
def _(scene):
    leaf = scene.leaf(dates=OLD)
    scene.thunderbird.import_key(leaf)
    scene.firefox.import_key(scene.leaf(dates=NEW))
    scene.choose(leaf)


@setup("it is not valid yet", cause="not-yet-valid", steps=["other"])
def _(scene):
    leaf = scene.leaf(dates=FUTURE)
    scene.thunderbird.import_key(leaf)
    scene.choose(leaf)


@setup("it is for another address", cause="address-mismatch", steps=["other"])
def _(scene):
    leaf = scene.leaf(emails=["bob@example.test"])
    scene.thunderbird.import_key(leaf)
    scene.choose(leaf)


@setup("its domain is written in the other form", cause="address-mismatch", steps=["other"], words="as the certificate has it",
       addresses=["alice@b\u00fccher.example"])
def _(scene):
    leaf = scene.leaf(emails=["alice@xn--bcher-kva.example"])
    scene.thunderbird.import_key(leaf)
    scene.choose(leaf)


@setup("its domain is written in the other form, and it is not selected", cause="address-mismatch", steps=["other"],
       words="as the certificate has it", addresses=["alice@xn--bcher-kva.example"])
def _(scene):
    scene.thunderbird.import_key(scene.leaf(emails=["alice@b\u00fccher.example".encode()]))


@setup("it names no address and is not selected", cause="no-address", steps=["select"])
def _(scene):
    scene.thunderbird.import_key(scene.leaf(emails=[]))


@setup("it can only sign", encrypt="no-encryption-usage", steps=["other"])
def _(scene):
    leaf = scene.leaf(usages=("nonRepudiation",))
    scene.thunderbird.import_key(leaf)
    scene.choose(leaf)


@setup("it can only encrypt", sign="no-signing-usage", steps=["other"])
def _(scene):
    leaf = scene.leaf(usages=("keyAgreement",))
    scene.thunderbird.import_key(leaf)
    scene.choose(leaf)


@setup("its key was deleted", cause="no-private-key", steps=["other"])
def _(scene):
    leaf = scene.leaf()
    scene.thunderbird.add(scene.issuer, "issuer")
    scene.thunderbird.add(leaf, "alice")
    scene.choose(leaf)


@setup("its key is in Firefox", cause="no-private-key", steps=["bring-key"], mended=ALL)
def _(scene):
    leaf = scene.leaf()
    scene.thunderbird.add(scene.issuer, "issuer")
    scene.thunderbird.add(leaf, "alice")
    scene.firefox.import_key(leaf)
    scene.choose(leaf)


@setup("its duplicate without a key is selected", cause="no-private-key", steps=["select"], mended=ALL)
def _(scene):
    whole, duplicate = scene.leaf(), scene.leaf()
    scene.thunderbird.import_key(whole)
    scene.thunderbird.add(duplicate, scene.thunderbird.nickname_of(whole))
    scene.choose(duplicate)


@setup("the selected certificate is gone", cause="not-found", steps=["select"], mended=ALL)
def _(scene):
    scene.thunderbird.import_key(scene.leaf())
    scene.choose(scene.leaf("Gone"))


@setup("its name is selected, and no certificate", cause="not-found", steps=["select"], mended=ALL)
def _(scene):
    leaf = scene.leaf()
    scene.thunderbird.import_key(leaf)
    scene.choose(leaf, db_key=False)


@setup("it is selected, and its name is not", cause="not-found", steps=["select"], mended=ALL)
def _(scene):
    leaf = scene.leaf()
    scene.thunderbird.import_key(leaf)
    scene.choose(leaf, name=False)


@setup("it is signed with SHA-1", cause="weak-signature", steps=["other"], words="historic")
def _(scene):
    leaf = scene.leaf(signature="ecdsa-sha1")
    scene.thunderbird.import_key(leaf)
    scene.choose(leaf)


@setup("its purpose is any", cause="no-email-usage", steps=["other"], words="any purpose")
def _(scene):
    leaf = scene.leaf(purposes=("any",))
    scene.thunderbird.import_key(leaf)
    scene.choose(leaf)


@setup("an authority is not for e-mail", cause="no-email-usage", steps=["other"], words="authority above")
def _(scene):
    leaf = scene.leaf(issuer=scene.root.intermediate("Web Issuer", key="P-256", purposes=("server",)))
    scene.thunderbird.import_key(leaf)
    scene.choose(leaf)


@setup("its curve is one that Thunderbird does not know", cause="unsupported-key", steps=["other"])
def _(scene):
    leaf = scene.leaf(key="secp256k1")
    scene.thunderbird.add(scene.issuer, "issuer")
    scene.thunderbird.add(leaf, "alice")
    scene.choose(leaf)


@setup("its key is shorter than Thunderbird takes", cause="weak-key", steps=["other"], words="shorter than 1024")
def _(scene):
    leaf = scene.leaf(key="rsa:768")
    scene.thunderbird.add(scene.issuer, "issuer")
    scene.thunderbird.add(leaf, "alice")
    scene.choose(leaf)


@setup("its key is short", words="shorter than 2048")
def _(scene):
    leaf = scene.leaf(key="rsa:1024")
    scene.thunderbird.import_key(leaf)
    scene.choose(leaf)


@setup("all of it is in Firefox", cause="not-found", steps=["bring"], mended=ALL)
def _(scene):
    scene.firefox.import_key(scene.leaf())


@setup("one for each purpose is in Firefox", cause="not-found", steps=["bring"], mended=ALL)
def _(scene):
    scene.firefox.import_key(scene.leaf("Signs", usages=("nonRepudiation",)))
    scene.firefox.import_key(scene.leaf("Encrypts", key="rsa:2048", usages=("keyEncipherment",)))


@setup("all of it is in Firefox, and nobody trusts the root", cause="not-found", steps=["bring"], words="Nobody trusts its root",
       trusted=False)
def _(scene):
    scene.firefox.import_key(scene.leaf())


@setup("nothing was ever set up", cause="not-found", steps=["other"], words="Get one from an authority")
def _(_scene):
    pass


@setup("another file decides", cause="not-found", steps=["other", "select"], words="user.js", mended=(False, True))
def _(scene):
    scene.thunderbird.import_key(scene.leaf())
    scene.choose(scene.leaf("Gone"))
    scene.write_user_file({"mail.identity.id1.signing_cert_dbkey": "AAAA"})


@setup("the primary password is forgotten", words="if it is forgotten", password="nobody remembers it")
def _(scene):
    leaf = scene.leaf()
    scene.thunderbird.import_key(leaf)
    scene.thunderbird.trust_email(scene.root)
    scene.choose(leaf)


assert ADDRESS and len({row.name for row in ROWS}) == len(ROWS)
