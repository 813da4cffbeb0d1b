// SPDX-License-Identifier: MPL-2.0

/**
 * What Thunderbird says of a message that arrived. It decrypts for add-ons, but says of no signature whether it is good.
 *
 * @param {object|null} message as messages.getFull gives it; null where it could not be read
 * @param {string} mark what stands in the text that was sent
 * @returns {{encrypted, decrypted, signed}} true, false, or null where it cannot be known
 */
export function judge(message, mark) {
  const status = message?.decryptionStatus;
  if (status === "fail") return { encrypted: true, decrypted: false, signed: null };
  if (status !== "success" && status !== "none") return { encrypted: null, decrypted: null, signed: null };
  const parts = [...partsOf(message)];
  const encrypted = status === "success";
  return {
    encrypted,
    decrypted: encrypted ? parts.some(({ body }) => body?.includes(mark)) : null,
    signed: parts.some(isSigned),
  };
}

function* partsOf(part) {
  yield part;
  for (const each of part.parts ?? []) yield* partsOf(each);
}

// RFC 8551, sections 3.5.2 and 3.5.3: the signature inside the message, or beside it.
function isSigned({ headers }) {
  const [type = ""] = headers?.["content-type"] ?? [];
  return /^multipart\/signed\b.*\bprotocol="?application\/(x-)?pkcs7-signature\b/is.test(type) ||
    /^application\/(x-)?pkcs7-mime\b.*\bsmime-type="?signed-data\b/is.test(type);
}
