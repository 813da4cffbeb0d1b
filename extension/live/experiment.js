// SPDX-License-Identifier: MPL-2.0
/* global ChromeUtils, ExtensionCommon, Services */

"use strict";

const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");

const PURPOSES = ["signing", "encryption"];
const OFF = 0;
const REQUIRED = 2;

// `getIdentity` would make an identity of any key, so only those of accounts count.
function identityOf(key) {
  return MailServices.accounts.allIdentities.find((each) => each.key === key) ?? null;
}

// That page keeps the values that it showed, and writes them back when it closes.
function settingsAreOpen() {
  for (const window of Services.wm.getEnumerator("mail:3pane")) {
    const tabs = window.document.getElementById("tabmail")?.tabInfo ?? [];
    if (tabs.some((tab) => tab.browser?.currentURI?.spec.startsWith("about:accountsettings"))) return true;
  }
  return false;
}

function read(identity) {
  const values = {
    email: identity.email,
    signByDefault: identity.getBoolAttribute("sign_mail"),
    requireEncryption: identity.getIntAttribute("encryptionpolicy") === REQUIRED,
    technology: identity.getIntAttribute("e2etechpref"),
  };
  for (const purpose of PURPOSES) {
    values[purpose] = {
      name: identity.getUnicharAttribute(`${purpose}_cert_name`),
      dbKey: identity.getUnicharAttribute(`${purpose}_cert_dbkey`),
    };
  }
  return values;
}

function write(identity, values) {
  for (const purpose of PURPOSES) {
    if (!values[purpose]) continue;
    identity.setUnicharAttribute(`${purpose}_cert_name`, values[purpose].name);
    identity.setUnicharAttribute(`${purpose}_cert_dbkey`, values[purpose].dbKey);
  }
  if (values.signByDefault !== null) identity.setBoolAttribute("sign_mail", values.signByDefault);
  if (values.requireEncryption !== null) identity.setIntAttribute("encryptionpolicy", values.requireEncryption ? REQUIRED : OFF);
  if (values.technology !== null) identity.setIntAttribute("e2etechpref", values.technology);
}

this.smimeIdentities = class extends ExtensionCommon.ExtensionAPI {
  getAPI() {
    return {
      smimeIdentities: {
        async get(key) {
          const identity = identityOf(key);
          return identity && read(identity);
        },
        async set(key, email, values) {
          const identity = identityOf(key);
          if (!identity || identity.email !== email) return "changed";
          if (settingsAreOpen()) return "settings-open";
          write(identity, values);
          // Saved at once: what waited is forgotten next, and a Thunderbird that is killed would have lost it.
          Services.prefs.savePrefFile(null);
          return null;
        },
      },
    };
  }
};
