# SPDX-License-Identifier: MPL-2.0
"""Remote control of Firefox and Thunderbird: Marionette, messages of LENGTH:JSON over TCP.

Requests are `[0, id, command, parameters]`, answers `[1, id, error, result]`. The application must have been started with
`--marionette -remote-allow-system-access` (see application.py), else it refuses scripts in the chrome context.
"""

import base64
import json
import socket

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PATIENCE_MS = 600_000


class MarionetteError(Exception):
    """The application answered with an error, or the connection ended."""


class Marionette:
    """One session. The context is `chrome` (privileged, the application's own windows) or `content` (pages)."""

    def __init__(self, port):
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._buffer = b""
        self._last = 0
        self.hello = self._read()

    def begin(self):
        """Opens the session; returns the capabilities. Waits until the application has a window."""
        capabilities = self.call("WebDriver:NewSession", {"strictFileInteractability": False})["capabilities"]
        self.call("WebDriver:SetTimeouts", {"script": PATIENCE_MS, "pageLoad": PATIENCE_MS, "implicit": 0})
        return capabilities

    def close(self):
        self._socket.close()

    def call(self, command, parameters=None):
        """One command; returns the result, its `value` member where the result is nothing else."""
        self._last += 1
        message = json.dumps([0, self._last, command, parameters or {}]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, number, error, result = self._read()
        if number != self._last:
            raise MarionetteError(f"answer {number} to request {self._last}")
        if error:
            raise MarionetteError(f"{command}: {error['error']}: {error['message']}\n{error.get('stacktrace', '')}")
        if isinstance(result, dict) and list(result) == ["value"]:
            return result["value"]
        return result

    def chrome(self, script, *arguments):
        """Runs privileged `script`, the body of an async function; `args` holds the arguments. Returns what it returns."""
        return self._script("chrome", script, arguments)

    def content(self, script, *arguments):
        """The same in the page."""
        return self._script("content", script, arguments)

    def _script(self, context, script, arguments):
        self.set_context(context)
        wrapped = ("const args = Array.prototype.slice.call(arguments), done = args.pop();"
                   "(async () => {" + script + "\n})().then(value => done({value}),"
                   " error => done({error: String(error) + '\\n' + (error && error.stack || '')}));")
        answer = self.call("WebDriver:ExecuteAsyncScript",
                           {"script": wrapped, "args": list(arguments), "newSandbox": True, "sandbox": None})
        if "error" in answer:
            raise MarionetteError("script: " + answer["error"])
        return answer.get("value")

    def set_context(self, context):
        self.call("Marionette:SetContext", {"value": context})

    def navigate(self, url):
        self.set_context("content")
        self.call("WebDriver:Navigate", {"url": url})

    def find(self, selector):
        """The first element of the page that the CSS selector names."""
        self.set_context("content")
        return self.call("WebDriver:FindElement", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.call("WebDriver:ElementClick", {"id": self.find(selector)})

    def type(self, selector, text):
        self.call("WebDriver:ElementSendKeys", {"id": self.find(selector), "text": text})

    def text(self, selector):
        return self.call("WebDriver:GetElementText", {"id": self.find(selector)})

    def windows(self):
        """Handles of the windows of the present context."""
        return self.call("WebDriver:GetWindowHandles")

    def switch_to(self, handle):
        self.call("WebDriver:SwitchToWindow", {"handle": handle, "name": handle, "focus": True})

    def screenshot(self, path, context="chrome"):
        """Writes a PNG of the present window (chrome) or page (content)."""
        self.set_context(context)
        image = self.call("WebDriver:TakeScreenshot", {"full": context == "content", "hash": False})
        with open(path, "wb") as file:
            file.write(base64.b64decode(image))
        return path

    def install_addon(self, path, temporary=True):
        """Installs an unpacked folder or an xpi; returns the add-on's id."""
        return self.call("Addon:Install", {"path": str(path), "temporary": temporary})

    def addon_page(self, addon, page):
        """The address of a page inside an installed add-on."""
        return self.chrome("return WebExtensionPolicy.getByID(args[0]).getURL(args[1]);", addon, page)

    def quit(self):
        """Ends the application as its own Quit does, so that it writes its preferences."""
        try:
            self.call("Marionette:Quit", {"flags": ["eAttemptQuit"]})
        except (MarionetteError, OSError):
            pass  # it may close the connection before it answers
        self.close()

    def _read(self):
        while b":" not in self._buffer:
            self._receive()
        length, self._buffer = self._buffer.split(b":", 1)
        while len(self._buffer) < int(length):
            self._receive()
        message, self._buffer = self._buffer[:int(length)], self._buffer[int(length):]
        return json.loads(message)

    def _receive(self):
        piece = self._socket.recv(1 << 16)
        if not piece:
            raise MarionetteError("the application closed the connection")
        self._buffer += piece
