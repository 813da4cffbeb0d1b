# SPDX-License-Identifier: MPL-2.0
"""An account in a Thunderbird profile that needs no server but an SMTP sink."""

import pathlib

from application import preference_line


def preferences(identities, smtp_port, name):
    """The preferences of one account with these addresses as its identities id1, id2, ... and one outgoing server."""
    keys = [f"id{number}" for number in range(1, len(identities) + 1)]
    values = {
        "mail.accountmanager.accounts": "account1,account2",
        "mail.accountmanager.defaultaccount": "account1",
        "mail.accountmanager.localfoldersserver": "server2",
        "mail.account.account1.identities": ",".join(keys),
        "mail.account.account1.server": "server1",
        "mail.account.account2.server": "server2",
        "mail.account.lastKey": 2,
        "mail.server.server1.type": "imap",
        "mail.server.server1.hostname": "127.0.0.1",
        "mail.server.server1.port": 9,
        "mail.server.server1.name": identities[0],
        "mail.server.server1.userName": identities[0],
        "mail.server.server1.login_at_startup": False,
        "mail.server.server1.check_new_mail": False,
        "mail.server.server2.type": "none",
        "mail.server.server2.hostname": "Local Folders",
        "mail.server.server2.name": "Local Folders",
        "mail.server.server2.userName": "nobody",
        "mail.server.server2.directory-rel": "[ProfD]Mail/Local Folders",
        "mail.smtpservers": "smtp1",
        "mail.smtp.defaultserver": "smtp1",
        "mail.smtpserver.smtp1.type": "smtp",
        "mail.smtpserver.smtp1.hostname": "127.0.0.1",
        "mail.smtpserver.smtp1.port": smtp_port,
        "mail.smtpserver.smtp1.try_ssl": 0,
        "mail.smtpserver.smtp1.authMethod": 1,
        "mail.smtpserver.smtp1.username": "",
    }
    for key, address in zip(keys, identities):
        values |= {
            f"mail.identity.{key}.fullName": name,
            f"mail.identity.{key}.useremail": address,
            f"mail.identity.{key}.smtpServer": "smtp1",
            f"mail.identity.{key}.valid": True,
            f"mail.identity.{key}.compose_html": False,
            f"mail.identity.{key}.doFcc": False,
            f"mail.identity.{key}.autocompleteToMyDomain": False,
        }
    return values


def write(profile, identities, smtp_port, name="Test Person"):
    """Writes prefs.js of a profile that has none yet."""
    values = preferences(identities, smtp_port, name)
    text = "// Mozilla User Preferences\n\n" + "".join(preference_line(key, value) for key, value in values.items())
    (pathlib.Path(profile) / "prefs.js").write_text(text, encoding="utf-8")


def fetch_with_pop3(profile, port):
    """Lets the account of a profile that was written before fetch mail from a mailbox, when a person wants it."""
    values = {
        "mail.server.server1.type": "pop3",
        "mail.server.server1.port": port,
        "mail.server.server1.authMethod": 3,  # a password in clear
        "mail.server.server1.leave_on_server": True,
        "mail.server.server1.directory-rel": "[ProfD]Mail/127.0.0.1",
    }
    with open(pathlib.Path(profile) / "prefs.js", "a", encoding="utf-8") as file:
        file.writelines(preference_line(name, value) for name, value in values.items())


def set_smtp_port(profile, smtp_port):
    """Points a profile that was written before to another sink."""
    path = pathlib.Path(profile) / "prefs.js"
    start = 'user_pref("mail.smtpserver.smtp1.port"'
    lines = [line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith(start)]
    path.write_text("".join(lines) + preference_line("mail.smtpserver.smtp1.port", smtp_port), encoding="utf-8")
