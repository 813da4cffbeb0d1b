// SPDX-License-Identifier: MPL-2.0

import { connect } from "../client/client.js";
import { ownIdentities } from "../mail/identities.js";
import { setLive } from "./live.js";
import { openPageOnClick } from "./open_page.js";
import { PendingKeeper } from "./pending.js";
import { restartOnDemand } from "./restart.js";
import { openPageFromWindows } from "./windows.js";

const keeper = new PendingKeeper({
  connect: () => connect({ client: "certferry-thunderbird", clientVersion: browser.runtime.getManifest().version }),
  setLive,
  ownIdentities,
});

openPageOnClick();
openPageFromWindows();
restartOnDemand();
// Both wake this page, so that it watches from the first moment; afterwards the open port keeps it alive.
browser.runtime.onStartup.addListener(() => keeper.start());
browser.runtime.onInstalled.addListener(() => keeper.start());
// A page of ours that opened says so: it may be the first time that there is a host.
browser.runtime.onMessage.addListener((message) => {
  if (message?.what !== "live") return undefined;
  keeper.start();
  return Promise.resolve({ obstacle: keeper.obstacle });
});
keeper.start();
