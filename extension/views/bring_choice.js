// SPDX-License-Identifier: MPL-2.0
// What comes from a key file into which profile, without a word of what is shown.

import { agreed, moving } from "./move_choice.js";
import { preferring } from "./profiles.js";

/** Nothing is chosen yet but the profile that it most likely shall go to. `back`: chooses anew. */
export const newChoice = (profiles, back) => ({ profiles, to: preferring(profiles, "thunderbird")?.id, file: null, bundles: [], plan: null, back });

/** The parameters that only say what would happen. */
export const lookParams = (choice) => ({ ...fileParams(choice), dryRun: true });

/** The parameters for what the person agreed to. */
export const bringParams = (choice) => ({ ...fileParams(choice), ...agreed(choice) });

const fileParams = ({ to, file, bundles }) =>
  ({ profile: to, data: file.data, ...(bundles.length ? { bundles: bundles.map(({ data }) => data) } : {}) });

/** The person's own certificates of the file: with their keys, in the file or in the profile already. */
export const own = (plan) => moving(plan).filter(({ withoutKey }) => !withoutKey);

/** Other people's, and authorities. */
export const others = (plan) => moving(plan).filter(({ withoutKey }) => withoutKey);

/** Whether a dialog will ask for the primary password of the target. */
export const asksPrimaryPassword = ({ profiles, to }) => profiles.find(({ id }) => id === to)?.passwordProtected === true;
