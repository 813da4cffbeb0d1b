# SPDX-License-Identifier: MPL-2.0
"""What a person sees in a running Thunderbird: the settings of end-to-end encryption, and a message with its badges."""

WAIT = """
const {setTimeout} = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const until = async found => {
  let value;
  while (!(value = found())) await new Promise(resolve => setTimeout(resolve, 50));
  return value;
};
const window = Services.wm.getMostRecentWindow("mail:3pane");
const tab = () => window.document.getElementById("tabmail").currentTabInfo;
"""

SETTINGS = WAIT + """
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const account = MailServices.accounts.accounts.find(each => each.identities.length);
window.MsgAccountManager("am-e2e.xhtml", account.incomingServer);
const frame = await until(() => tab().browser?.contentDocument?.getElementById("contentFrame"));
const field = await until(() => frame.contentDocument?.readyState == "complete" &&
                                frame.contentDocument.location.href.includes("am-e2e") &&
                                frame.contentDocument.getElementById("identity_encryption_cert_name"));
const headline = frame.contentDocument.getElementById("identity_signing_cert_name");
frame.contentDocument.getElementById("smimeOptions").scrollIntoView({block: "start", behavior: "instant"});
await new Promise(resolve => setTimeout(resolve, 300));
return {signing: headline.value, encryption: field.value};
"""

MESSAGE = WAIT + """
const {MailUtils} = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
file.initWithPath(args[0]);
MailUtils.openEMLFile(window, file, Services.io.newFileURI(file));
const view = await until(() => tab().chromeBrowser?.contentDocument?.location?.href == "about:message" && tab().chromeBrowser);
const badge = id => view.contentDocument.getElementById(id)?.src ?? "";
await until(() => badge("encryptedHdrIcon") && badge("signedHdrIcon"));
return {signed: badge("signedHdrIcon").includes("signed-ok"), encrypted: badge("encryptedHdrIcon").includes("encrypted-ok")};
"""


def encryption_settings(marionette):
    """Opens the account settings there; returns what stands in the two fields."""
    return marionette.chrome(SETTINGS)


def open_message(marionette, file):
    """Opens an encrypted, signed .eml in a tab; says which of Thunderbird's badges are good."""
    return marionette.chrome(MESSAGE, str(file))
