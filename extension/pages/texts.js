// SPDX-License-Identifier: MPL-2.0

/** The text of _locales with this name; `$1`, `$2` are filled in. */
export function t(name, ...values) {
  return browser.i18n.getMessage(name, values.map(String));
}

/** A text for one of the protocol's words, `$1` filled in; the host's own English where there is none yet. */
export function textFor(prefix, word, english, ...values) {
  return t(`${prefix}_${word.replaceAll("-", "_")}`, ...values) || english || word;
}

export const stageText = (stage) => textFor("stage", stage, t("stage_other"));

export function dateText(time) {
  return new Intl.DateTimeFormat(browser.i18n.getUILanguage(), { dateStyle: "long" }).format(new Date(time));
}

/** "a, b and c" in the person's language. */
export function listText(items) {
  return new Intl.ListFormat(browser.i18n.getUILanguage(), { type: "conjunction" }).format(items);
}

export function applicationName(application) {
  return application === "firefox" ? "Firefox" : "Thunderbird";
}

/** "Firefox (work)"; the name is left out where it says nothing. */
export function profileName({ application, name }) {
  return /^default(-|$)/.test(name) ? applicationName(application) : t("profile_named", applicationName(application), name);
}

/** A fingerprint in groups, so that it can be compared. */
export const grouped = (fingerprint) => fingerprint.toUpperCase().replace(/.{4}(?=.)/g, "$& ");
