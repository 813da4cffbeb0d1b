// SPDX-License-Identifier: MPL-2.0
// What comes from the file that lies beside a whole backup's key file.

import { el } from "../pages/dom.js";
import { t } from "../pages/texts.js";
import { failure } from "./parts.js";

/** How many of what its trust says: `asked` still to be asked about, `trusted` in the target or about to be, `distrusted`. */
export function countTrust(trust) {
  const count = (fits) => trust.filter(fits).length;
  const distrusted = count((each) => each.distrusted);
  const asked = count((each) => each.action === "ask" && !each.distrusted);
  return { asked, trusted: trust.length - distrusted - asked, distrusted };
}

/** A card that says it in numbers. `ran`: it was brought in, so what is still asked was refused. */
export function besideCard({ trust, smimeProfiles, error }, ran) {
  const { asked, trusted, distrusted } = countTrust(trust);
  return el("div", { class: error ? "card problem" : "card", id: "beside" },
    el("h2", {}, t("bring_beside")),
    el("ul", { class: "plain" },
      asked > 0 && el("li", {}, t(ran ? "bring_beside_left" : "bring_beside_asked", asked)),
      trusted > 0 && el("li", {}, t("bring_beside_trusted", trusted)),
      distrusted > 0 && el("li", {}, t("bring_beside_distrusted", distrusted)),
      el("li", {}, t("bring_beside_people", smimeProfiles.copy, smimeProfiles.present))),
    error && failure(error));
}
