# SPDX-License-Identifier: MPL-2.0
"""What the servers of the tests have in common."""

import socketserver
import threading


class LocalServer:
    """Listens on 127.0.0.1, on a port of its own, from `with` to its end; `handler` is a class as `socketserver` wants it."""

    def __init__(self, handler):
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
