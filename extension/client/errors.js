// SPDX-License-Identifier: MPL-2.0

/**
 * What went wrong. `kind` is a kind of the protocol, or one of the client's own: "host-not-found", "host-ended",
 * "message-too-long", "closed", "bad-answer", "needs-connection".
 */
export class CertferryError extends Error {
  /**
   * @param {string} kind
   * @param {string} message what happened and what to do, in English
   * @param {object} [data] as the host sent it: retriable, fix, nss, candidates, reasons, update
   */
  constructor(kind, message, data = {}) {
    super(message);
    this.name = "CertferryError";
    this.kind = kind;
    this.retriable = data.retriable === true;
    this.fix = data.fix ?? null;
    this.data = data;
  }

  /** "host" or "extension", the side that is too old; else null. */
  get update() {
    return this.data.update ?? null;
  }
}

/** The error of an answer. */
export function fromHost(error) {
  const data = isObject(error?.data) ? error.data : {};
  const kind = typeof data.kind === "string" ? data.kind : "internal";
  return new CertferryError(kind, typeof error?.message === "string" ? error.message : "The host failed without a word.", data);
}

// Browsers say little, and the same for several causes. Each pattern is a text of Firefox and Thunderbird, or of Chromium.
const CAUSES = [
  {
    pattern: /No such native application|native messaging host not found|host is forbidden/i,
    kind: "host-not-found",
    message:
      "The browser found no Certferry that it may start for this add-on. Either it is not installed, or not for this application, or " +
      "it does not know this add-on. The doctor tells which; to allow an add-on, run the second command with its id.",
    fix: { text: "Ask the doctor, or allow the add-on: certferry install --allow-extension ID", command: "certferry doctor" },
  },
  {
    pattern: /tried to send a message of (\d+) bytes/i,
    kind: "message-too-long",
    message:
      "The browser cut the connection because a message of the host was longer than it takes. Either its limit was lowered " +
      "(webextensions.native-messaging.max-input-message-bytes), or something else wrote to the host's output.",
    fix: { text: "Ask the doctor.", command: "certferry doctor" },
  },
];

const ENDED = {
  kind: "host-ended",
  message: "The host ended. Whatever it had begun to write is finished by the next write. Connect again.",
  fix: { text: "If it happens again, ask the doctor.", command: "certferry doctor" },
};

/** Why a connection could not be made or is gone, from what the browser says, which may be nothing. */
export function whyNoConnection(error, runtime) {
  const said = String(error?.message ?? runtime?.lastError?.message ?? "");
  const cause = CAUSES.find(({ pattern }) => pattern.test(said)) ?? ENDED;
  return new CertferryError(cause.kind, cause.message, { retriable: cause === ENDED, fix: cause.fix, browser: said });
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
