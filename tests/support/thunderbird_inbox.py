# SPDX-License-Identifier: MPL-2.0
"""What a person does with mail that arrives in a running Thunderbird: fetch it, and look at the seals of the one that is open."""

from thunderbird_views import WAIT

FETCH = """
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const server = MailServices.accounts.accounts.find(each => each.identities.length).incomingServer;
server.password = "any";
const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
await new Promise(resolve => MailServices.pop3.GetNewMail(null, {
  QueryInterface: ChromeUtils.generateQI(["nsIUrlListener"]), OnStartRunningUrl() {}, OnStopRunningUrl() { resolve(); }}, inbox, server));
"""

# Both seals of the message in the tab in front, once Thunderbird has judged it.
SEALS = WAIT + """
const view = await until(() => tab().chromeBrowser?.contentDocument?.location?.href == "about:message" && tab().chromeBrowser);
const seal = id => view.contentDocument.getElementById(id)?.src ?? "";
await until(() => seal("encryptedHdrIcon") && seal("signedHdrIcon"));
return {signed: seal("signedHdrIcon").includes("signed-ok"), encrypted: seal("encryptedHdrIcon").includes("encrypted-ok")};
"""

# The seal that the message with this subject gets when it is opened: "ok", "mismatch", "notok" or "unknown"; "none" if it gets none.
SIGNATURE_SEAL = WAIT + """
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const {MailUtils} = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
const account = MailServices.accounts.accounts.find(each => each.identities.length);
const inbox = account.incomingServer.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
const before = tab().chromeBrowser;
MailUtils.displayMessage([...inbox.messages].find(each => each.mime2DecodedSubject === args[0]));
const view = await until(() => tab().chromeBrowser !== before && tab().chromeBrowser?.contentDocument?.location?.href == "about:message" && tab().chromeBrowser);
await until(() => view.contentDocument.getElementById("expandedsubjectBox")?.textContent.includes(args[0]));
for (let i = 0; i < 40; i++) {
  const seal = view.contentDocument.getElementById("signedHdrIcon")?.src.match(/signed-(\\w+)/)?.[1];
  if (seal) return seal;
  await new Promise(resolve => setTimeout(resolve, 100));
}
return "none";
"""

# Windows besides the main one, with what they say.
WINDOWS = """
return [...Services.wm.getEnumerator(null)].filter(each => each.document.documentElement.getAttribute("windowtype") !== "mail:3pane")
  .map(each => each.document.getElementById("infoBody")?.textContent || each.location.href);
"""

CLOSE_DIALOG = """
const {setTimeout} = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const dialog = () => [...Services.wm.getEnumerator(null)].find(each => each.document.getElementById("infoBody")?.textContent);
while (!dialog()) await new Promise(resolve => setTimeout(resolve, 50));
const said = dialog().document.getElementById("infoBody").textContent;
dialog().document.getElementById("commonDialog").acceptDialog();
return said;
"""

# What the add-on wants and what the person answers; the text of the question.
ANSWER = """
const {setTimeout} = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const window = Services.wm.getMostRecentWindow("mail:3pane");
const shown = () => window.PopupNotifications.panel.state === "open" && window.PopupNotifications.panel.firstElementChild;
while (!shown()) await new Promise(resolve => setTimeout(resolve, 50));
await new Promise(resolve => setTimeout(resolve, 1000));  // it takes no answer in the first moment
const question = shown(), text = question.textContent.replace(/\\s+/g, " ").trim();
(args[0] ? question.button : question.secondaryButton).click();
return text;
"""


def fetch(marionette):
    """Get Messages, with the account's password typed; returns when it is through."""
    marionette.chrome(FETCH)


def seals(marionette):
    """{signed, encrypted} of the message in front: Thunderbird's own judgement."""
    return marionette.chrome(SEALS)


def signature_seal(marionette, subject):
    """Opens the message with this subject; what Thunderbird shows of its signature."""
    return marionette.chrome(SIGNATURE_SEAL, subject)


def other_windows(marionette):
    """What stands open besides the main window: a dialog's text, or an address."""
    return marionette.chrome(WINDOWS)


def close_dialog(marionette):
    """Waits for a dialog that reports something, reads and closes it; what it said."""
    return marionette.chrome(CLOSE_DIALOG)


def answer_permission(marionette, yes):
    """Answers Thunderbird's question about permissions; what it asked."""
    return marionette.chrome(ANSWER, yes)
