# SPDX-License-Identifier: MPL-2.0
"""Our buttons in Thunderbird's windows, and what a person sees of the mail that is being written."""

from test_addon import OWN_ID
from thunderbird_views import WAIT

WIDGET = "".join(letter if letter.isalnum() or letter in "_-" else "_" for letter in OWN_ID.lower())

PRESS_IN_COMPOSE = WAIT + """
const compose = Services.wm.getMostRecentWindow("msgcompose");
(await until(() => compose.document.getElementById(`${args[0]}-composeAction-toolbarbutton`))).click();
"""

PRESS_IN_MESSAGE = WAIT + """
const view = await until(() => tab().chromeBrowser?.contentDocument?.location?.href == "about:message" && tab().chromeBrowser);
(await until(() => view.contentDocument.getElementById(`${args[0]}-messageDisplayAction-toolbarbutton`))).click();
"""

# What Thunderbird would do with the mail in the open window.
WRITING = """
const window = Services.wm.getMostRecentWindow("msgcompose");
return {signed: window.gSendSigned, encrypted: window.gSendEncrypted, technology: window.gSelectedTechnologyIsPGP ? "OpenPGP" : "S/MIME"};
"""

ALSO_TO = """Services.wm.getMostRecentWindow("msgcompose").SetComposeDetails(args[0]);"""

LIST = """
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const list = Cc["@mozilla.org/addressbook/directoryproperty;1"].createInstance(Ci.nsIAbDirectory);
[list.isMailList, list.dirName] = [true, args[0]];
const made = MailServices.ab.directories.find(each => each.URI === "jsaddrbook://abook.sqlite").addMailList(list);
for (const address of args[1]) {
  const card = Cc["@mozilla.org/addressbook/cardproperty;1"].createInstance(Ci.nsIAbCard);
  card.primaryEmail = address;
  made.addCard(card);
}
"""

REPLY = WAIT + """
tab().chromeBrowser.contentWindow.commandController.doCommand("cmd_reply");
const written = await until(() => {
  const found = Services.wm.getMostRecentWindow("msgcompose");
  return found?.composeEditorReady && found.gLoadingComplete && found;
});
written.GetCurrentEditor().insertText(args[0]);
"""

COMPOSE_IN_FRONT = """return Services.focus.activeWindow?.document.documentElement.getAttribute("windowtype") ?? null;"""


def press_in_compose(marionette):
    """Our button in the window of the mail that is being written."""
    marionette.chrome(PRESS_IN_COMPOSE, WIDGET)


def press_in_message(marionette):
    """Our button above the message in the tab in front."""
    marionette.chrome(PRESS_IN_MESSAGE, WIDGET)


def writing(marionette):
    """{signed, encrypted, technology}: what Thunderbird would do with the mail that is being written."""
    return marionette.chrome(WRITING)


def also_to(marionette, **fields):
    """More recipients of the mail that is being written: cc, bcc."""
    marionette.chrome(ALSO_TO, fields)


def make_list(marionette, name, *addresses):
    """A list in the address book."""
    marionette.chrome(LIST, name, addresses)


def active_window(marionette):
    """The type of the window in front: msgcompose, mail:3pane."""
    return marionette.chrome(COMPOSE_IN_FRONT)


def reply(marionette, text):
    """Answers the message in the tab in front; the window is open afterwards, with `text` in it."""
    marionette.chrome(REPLY, text)
