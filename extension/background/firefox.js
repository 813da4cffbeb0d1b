// SPDX-License-Identifier: MPL-2.0

import { openPageOnClick } from "./open_page.js";

openPageOnClick();
