# SPDX-License-Identifier: MPL-2.0
"""What a person does in a running Thunderbird: look at the selected certificates, open the picker, write and send a mail."""

# The certificates of an identity as its account settings show them: found by their key in the database, and judged.
SELECTION = """
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const identity = MailServices.accounts.getIdentity(args[0]);
const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
const verify = (certificate, usage) => new Promise(resolve => database.asyncVerifyCertAtTime(
  certificate, Ci.nsIX509CertDB[usage], Ci.nsIX509CertDB.FLAG_LOCAL_ONLY, "", Math.floor(Date.now() / 1000), [],
  {verifyCertFinished: error => resolve(error)}));
const found = {};
for (const [what, usage] of [["signing", "verifyUsageEmailSigner"], ["encryption", "verifyUsageEmailRecipient"]]) {
  const key = identity.getUnicharAttribute(what + "_cert_dbkey");
  const certificate = key ? database.findCertByDBKey(key) : null;
  found[what] = certificate && {
    name: identity.getUnicharAttribute(what + "_cert_name"),
    displayName: certificate.displayName,
    fingerprint: certificate.sha256Fingerprint.replaceAll(":", "").toLowerCase(),
    verifier: await verify(certificate, usage)};
}
return {...found, signByDefault: identity.getBoolAttribute("sign_mail"),
        encryptByDefault: identity.getIntAttribute("encryptionpolicy")};
"""

# The picker's lists, through a stand-in for its window.
PICKER = """
const {ComponentUtils} = ChromeUtils.importESModule("resource://gre/modules/ComponentUtils.sys.mjs");
const lists = {};
let wanted;
const dialogs = {
  QueryInterface: ChromeUtils.generateQI(["nsICertPickDialogs"]),
  pickCertificate(context, names, details, selected, canceled) { lists[wanted] = Array.from(names); canceled.value = true; },
};
const factory = {createInstance: iid => dialogs.QueryInterface(iid)};
const registrar = Components.manager.QueryInterface(Ci.nsIComponentRegistrar);
const id = Services.uuid.generateUUID();
registrar.registerFactory(id, "stand-in", "@mozilla.org/nsCertPickDialogs;1", factory);
const window = Services.wm.getMostRecentWindow("mail:3pane");
for (const [name, usage] of [["signing", 4], ["encryption", 5]]) {
  wanted = name;
  lists[name] = [];
  try {
    Cc["@mozilla.org/user_cert_picker;1"].createInstance(Ci.nsIUserCertPicker)
      .pickByUsage(window, "", usage, false, true, args[0], {});
  } catch (error) { if (error.result != Cr.NS_ERROR_NOT_AVAILABLE) throw error; }
}
registrar.unregisterFactory(id, factory);
return lists;
"""

COMPOSE = """
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const {setTimeout} = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const pause = () => new Promise(resolve => setTimeout(resolve, 50));
const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
const parameters = Cc["@mozilla.org/messengercompose/composeparams;1"].createInstance(Ci.nsIMsgComposeParams);
[fields.to, fields.subject, fields.body] = [args[1], args[2], args[3]];
parameters.identity = MailServices.accounts.getIdentity(args[0]);
parameters.composeFields = fields;
parameters.type = Ci.nsIMsgCompType.New;
parameters.format = Ci.nsIMsgCompFormat.PlainText;
MailServices.compose.OpenComposeWindowWithParams(null, parameters);
let window;
do {
  await pause();
  window = Services.wm.getMostRecentWindow("msgcompose");
} while (!window || !window.composeEditorReady || !window.gLoadingComplete);
const settled = new Promise(resolve => window.document.addEventListener("encryption-state-checked", resolve, {once: true}));
window.checkEncryptionState("test");
await settled;
return {signed: window.gSendSigned, encrypted: window.gSendEncrypted};
"""

# Sends what the open window holds; ends when the window is gone, or with the text of the dialog that says why not.
SEND = """
const {setTimeout} = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const pause = () => new Promise(resolve => setTimeout(resolve, 50));
const window = Services.wm.getMostRecentWindow("msgcompose");
const complaints = [];
const until = async done => {
  while (!done() && !complaints.length) {
    await pause();
    for (const dialog of Services.wm.getEnumerator(null)) {
      const text = dialog.location.href.includes("commonDialog") && dialog.document.getElementById("infoBody");
      if (text && text.textContent) { complaints.push(text.textContent); dialog.close(); }
    }
  }
};
const settle = async change => {
  let settled = false;
  window.document.addEventListener("encryption-state-checked", () => { settled = true; }, {once: true});
  setTimeout(change, 0);
  await until(() => settled);
};
if (args[0] !== null && args[0] !== window.gSendEncrypted) await settle(() => window.toggleEncryptMessage());
if (args[1] !== null && args[1] !== window.gSendSigned) await settle(() => {
  window.toggleGlobalSignMessage();
  window.checkEncryptionState("test");
});
if (!complaints.length) {
  setTimeout(() => window.goDoCommand("cmd_sendNow"), 0);
  await until(() => window.closed);
}
return complaints;
"""

DISCARD = """
const window = Services.wm.getMostRecentWindow("msgcompose");
window.gContentChanged = false;
if (window.gMsgCompose) window.gMsgCompose.bodyModified = false;
window.close();
"""


class SendRefused(Exception):
    """Thunderbird showed a dialog instead of sending."""


def selection(marionette, identity="id1"):
    """{signing, encryption, signByDefault, encryptByDefault}; `verifier` 0 is Thunderbird's own yes.

    `name` is what the preferences say, `displayName` what Thunderbird itself would write there.
    """
    return marionette.chrome(SELECTION, identity)


def picker(marionette, address):
    """The lines that Thunderbird's picker offers: {signing: [...], encryption: [...]}."""
    return marionette.chrome(PICKER, address)


def compose(marionette, recipient, subject, text, identity="id1"):
    """Opens a compose window; returns what it would do by default: {signed, encrypted}."""
    return marionette.chrome(COMPOSE, identity, recipient, subject, text)


def send(marionette, *, encrypted=None, signed=None):
    """Sends what the open window holds; None leaves what Thunderbird chose."""
    complaints = marionette.chrome(SEND, encrypted, signed)
    if complaints:
        marionette.chrome(DISCARD)
        raise SendRefused("; ".join(complaints))
