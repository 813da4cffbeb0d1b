# SPDX-License-Identifier: MPL-2.0
"""The add-on of tests/addon, installed in a real application, does what a test tells it."""

import http.server
import json
import pathlib
import queue
import shutil
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CLIENT = ROOT / "extension" / "client"
OWN_ID = "certferry@certferry"


class AddonError(Exception):
    """What the add-on caught. `kind` is the client's word for it, `browser` what the browser said."""

    def __init__(self, error):
        super().__init__(f"{error['kind']}: {error['message']}")
        self.kind, self.message, self.fix, self.browser = error["kind"], error["message"], error["fix"], error["browser"]


class Addon:
    """One add-on in one running application. Use it in a `with`, or call `end`."""

    def __init__(self, application, folder, identifier=OWN_ID):
        """`folder` is where its files are put; `application` an Application that is connected."""
        self._commands, self._answers, self._last = queue.Queue(), {}, 0
        self._arrived = threading.Condition()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        write_files(pathlib.Path(folder), identifier, f"http://127.0.0.1:{self._server.server_port}")
        application.marionette.install_addon(folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        self._server.shutdown()
        self._server.server_close()

    def begin(self, action, **words):
        """Starts an action; `finish` with what it returns gets the result."""
        with self._arrived:
            self._last += 1
            number = self._last
        self._commands.put({"number": number, "action": action, "words": words})
        return number

    def finish(self, number):
        with self._arrived:
            self._arrived.wait_for(lambda: number in self._answers)
            answer = self._answers.pop(number)
        if "error" in answer:
            raise AddonError(answer["error"])
        return answer.get("value")

    def do(self, action, **words):
        return self.finish(self.begin(action, **words))

    def call(self, name, method, **params):
        return self.do("call", name=name, method=method, params=params)

    def next_command(self):
        return self._commands.get()

    def take(self, number, answer):
        with self._arrived:
            self._answers[number] = answer
            self._arrived.notify_all()


def write_files(folder, identifier, server):
    """The unpacked add-on."""
    folder.mkdir()
    shutil.copytree(CLIENT, folder / "client")
    shutil.copy(ROOT / "tests" / "addon" / "background.js", folder)
    (folder / "where.json").write_text(json.dumps({"server": server}))
    (folder / "background.html").write_text('<script type="module" src="background.js"></script>')
    (folder / "manifest.json").write_text(json.dumps({
        "manifest_version": 2, "name": "Certferry's tests", "version": "1",
        "browser_specific_settings": {"gecko": {"id": identifier}},
        "permissions": ["nativeMessaging", "http://127.0.0.1/*"],
        "background": {"page": "background.html"}}))


def _handler(addon):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = b"{}"
            if self.path == "/next":
                answer = json.dumps(addon.next_command()).encode()
            else:
                addon.take(int(self.path.rsplit("/", 1)[1]), json.loads(body))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            try:
                self.wfile.write(answer)
            except BrokenPipeError:
                pass  # the application has ended

        def log_message(self, *_):
            pass

    return Handler
