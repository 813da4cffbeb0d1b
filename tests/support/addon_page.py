# SPDX-License-Identifier: MPL-2.0
"""The add-on's page in a running Firefox or Thunderbird, used as a person does."""

import base64
import os
import pathlib
import time

from test_addon import OWN_ID

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PACKAGES = pathlib.Path(os.environ.get("CERTFERRY_EXTENSION", ROOT / "build" / "extension"))
PICTURES = ROOT / "build" / "screenshots"
PAGE = "pages/certferry.html"

TAB_IN_THUNDERBIRD = """
const tabmail = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
tabmail.openTab("contentTab", {url: args[0], triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal()});
"""
# The page runs in the process of add-ons, which Marionette does not reach in Thunderbird.
IN_THUNDERBIRD = """
const tabmail = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
const {setTimeout} = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
let tab;
while (!(tab = tabmail.tabInfo.find(each => each.browser?.currentURI?.spec.includes(args[0])))) {
  await new Promise(resolve => setTimeout(resolve, 50));
}
const {browser} = tab;
const name = Services.uuid.generateUUID().toString();
const source = `addMessageListener("${name}", async function take({data: {script, args}}) {
  removeMessageListener("${name}", take);
  let answer;
  try {
    const sandbox = new Cu.Sandbox(content, {sandboxPrototype: content, wantXrays: false});
    sandbox.args = Cu.cloneInto(args, sandbox);
    answer = {value: await Cu.evalInSandbox("(async () => {" + script + "})().then(value => JSON.stringify(value ?? null))", sandbox)};
  } catch (error) {
    answer = {error: String(error)};
  }
  sendAsyncMessage("${name}:answer", answer);
});`;
const answer = await new Promise(resolve => {
  browser.messageManager.addMessageListener(`${name}:answer`, ({data}) => resolve(data));
  browser.messageManager.loadFrameScript("data:application/javascript;charset=utf-8," + encodeURIComponent(source), false);
  browser.messageManager.sendAsyncMessage(name, {script: args[1], args: args[2]});
});
if (answer.error) throw new Error(answer.error);
return JSON.parse(answer.value);
"""
IN_FRONT = """
const {setTimeout} = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const tabmail = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
tabmail.switchToTab(tabmail.tabInfo.find(tab => tab.browser?.currentURI?.spec.includes(args[0])));
await new Promise(resolve => setTimeout(resolve, 300));  // until it is drawn
"""
MIDDLE = """
const element = document.querySelector(args[0]);
element.scrollIntoView({block: "center", behavior: "instant"});
const {left, top, width, height} = element.getBoundingClientRect();
return [left + width / 2, top + height / 2];
"""
CORNER = """
const tabmail = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
const {left, top} = tabmail.tabInfo.find(tab => tab.browser?.currentURI?.spec.includes(args[0])).browser.getBoundingClientRect();
return [left, top];
"""
BROWSER = """
const tabmail = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
return tabmail.tabInfo.find(tab => tab.browser?.currentURI?.spec.includes(args[0]))?.browser.browserId ?? null;
"""
CHOOSE = """
const chosen = new DataTransfer();
for (const [name, data] of args[1]) {
  chosen.items.add(new File([Uint8Array.from(atob(data), letter => letter.charCodeAt(0))], name));
}
const field = document.querySelector(args[0]);
field.files = chosen.files;
field.dispatchEvent(new Event("change"));
"""
EVERYTHING = "return document.querySelector('main').textContent;"  # also what is folded
INSTALLED = """
const {AddonManager} = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
const addon = await AddonManager.getAddonByID(args[0]);
return addon && {active: addon.isActive, disabled: addon.appDisabled};
"""


def install(application, kind, *, temporary=False):
    """Installs a built package: firefox, thunderbird or thunderbird-live."""
    application.marionette.install_addon(PACKAGES / f"certferry-{kind}.xpi", temporary=temporary)


def installed(application, identifier):
    """{active, disabled} of an add-on, or None."""
    return application.marionette.chrome(INSTALLED, identifier)


class AddonPage:
    """The page, opened in a tab of its own; without a view (None) the one that the add-on opened."""

    def __init__(self, application, name, view=""):
        self._marionette, self._in_thunderbird = application.marionette, name == "thunderbird"
        if view is None:
            return
        address = self._marionette.addon_page(OWN_ID, PAGE) + (f"#{view}" if view else "")
        if self._in_thunderbird:
            self._marionette.chrome(TAB_IN_THUNDERBIRD, address)
        else:
            self._marionette.navigate("about:blank")  # else only the view changes
            self._marionette.navigate(address)

    @property
    def state(self):
        return self.run("return document.documentElement?.dataset.state ?? '';")

    @property
    def browser(self):
        """A number of the browser that the page is in, in Thunderbird; None while it is in none."""
        return self._marionette.chrome(BROWSER, PAGE)

    def run(self, script, *arguments):
        """Runs the body of an async function in the page; what it returns."""
        if self._in_thunderbird:
            return self._marionette.chrome(IN_THUNDERBIRD, PAGE, script, list(arguments))
        return self._marionette.content(script, *arguments)

    def reload(self, view):
        """Loads this view anew; returns when the page of before is gone, so that no state of it is taken for the new one's."""
        self.run("document.documentElement.dataset.old = ''; location.hash = args[0]; location.reload();", f"#{view}")
        while self.run("return 'old' in (document.documentElement?.dataset ?? {});"):
            time.sleep(0.05)

    def wait_for(self, *states):
        """Until the page is in one of these states; which."""
        while (state := self.state) not in states:
            if state.endswith((":error", ":partial", ":failing")):
                raise AssertionError(f"{state} instead of {states}: {self.run(EVERYTHING)}")
            time.sleep(0.05)
        return state

    def _wait_until_there(self, selector):
        while not self.run("return !!document.querySelector(args[0]);", selector):
            time.sleep(0.05)

    def text(self, selector="main"):
        self._wait_until_there(selector)
        return self.run("return document.querySelector(args[0]).innerText;", selector)

    def click(self, selector):
        self._wait_until_there(selector)
        if self._in_thunderbird:
            self.run("document.querySelector(args[0]).click();", selector)
        else:
            self._marionette.click(selector)

    def click_really(self, selector):
        """The same in Thunderbird with the mouse, at the place where it is seen: for what Thunderbird allows in a click alone."""
        self._marionette.chrome(IN_FRONT, PAGE)
        self._wait_until_there(selector)
        x, y = self.run(MIDDLE, selector)
        left, top = self._marionette.chrome(CORNER, PAGE)
        place = {"type": "pointerMove", "x": round(left + x), "y": round(top + y), "origin": "viewport"}
        self._marionette.set_context("chrome")
        self._marionette.call("WebDriver:PerformActions", {"actions": [{"type": "pointer", "id": "mouse", "actions": [
            place, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]}]})

    def choose_files(self, selector, *files):
        """What the person chose in the dialog of a file field."""
        self._wait_until_there(selector)
        if not self._in_thunderbird:
            for file in files:
                self._marionette.type(selector, str(file))
            return
        contents = [[pathlib.Path(file).name, base64.b64encode(pathlib.Path(file).read_bytes()).decode()] for file in files]
        self.run(CHOOSE, selector, contents)

    def write(self, selector, text):
        """Instead of what stands in a field."""
        self._wait_until_there(selector)
        self.run("""const field = document.querySelector(args[0]);
                    field.value = args[1];
                    field.dispatchEvent(new Event("input", {bubbles: true}));""", selector, text)

    def pick(self, label):
        """The box, or the way of several, with this label."""
        while not self.run("""const found = [...document.querySelectorAll("label")].find(each => each.textContent.includes(args[0]));
                              found?.querySelector("input").click();
                              return !!found;""", label):
            time.sleep(0.05)

    def pick_option(self, selector, value):
        """One of the lines of a list."""
        self._wait_until_there(selector)
        self.run("""const list = document.querySelector(args[0]);
                    list.value = args[1];
                    list.dispatchEvent(new Event("change"));""", selector, value)

    def click_button(self, text):
        """The button with this text."""
        while not self.run("""const found = [...document.querySelectorAll("button")].find(each => each.textContent === args[0]);
                              if (found) found.id = "wanted";
                              return !!found;""", text):
            time.sleep(0.05)
        self.click("#wanted")

    def press(self, key):
        """One key, where the focus is; in Thunderbird the page's tab is in front and has it."""
        self._marionette.set_context("chrome" if self._in_thunderbird else "content")
        self._marionette.call("WebDriver:PerformActions", {"actions": [{"type": "key", "id": "keys", "actions": [
            {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]}]})

    def press_enter(self):
        self.press("\ue007")

    def picture(self, name, folder=PICTURES):
        """What a person sees, under build/screenshots."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._in_thunderbird:
            self._marionette.chrome(IN_FRONT, PAGE)
        return self._marionette.screenshot(folder / f"{name}.png", "chrome" if self._in_thunderbird else "content")
