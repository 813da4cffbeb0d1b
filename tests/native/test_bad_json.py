# SPDX-License-Identifier: MPL-2.0
"""Requests that are no JSON, no JSON-RPC or no request of ours: one error answer each, and the host goes on."""

import unittest

from host_case import HostCase, cases, request

PING = b'{"jsonrpc":"2.0","id":1,"method":"ping"}'
TEXT, ENVELOPE, METHOD, PARAMS = -32700, -32600, -32601, -32602


def with_params(params, method="certificates.list"):
    return b'{"jsonrpc":"2.0","id":1,"method":"%s","params":%s}' % (method.encode(), params)


def with_id(number):
    return b'{"jsonrpc":"2.0","method":"ping","id":%s}' % number


def nested(levels):
    return b"[" * levels + b"]" * levels


NO_JSON = {
    "an empty frame": b"", "one byte": b"{", "a lone NUL": b"\0", "white space": b" \n\t ", "words": b"hello",
    "a byte order mark": b"\xef\xbb\xbf" + PING, "UTF-16": PING.decode().encode("utf-16"), "UTF-16 without a mark": PING.decode().encode("utf-16-le"),
    "Latin-1": with_params(b'{"profile":"\xe9"}'), "an overlong slash": with_params(b'{"profile":"\xc0\xaf"}'),
    "half a character": with_params(b'{"profile":"\xf0\x9f"}'), "a surrogate in UTF-8": with_params(b'{"profile":"\xed\xa0\x80"}'),
    "two values": PING + PING, "a value and a bracket": PING + b"}", "a value and a NUL": PING + b"\0",
    "a lone high surrogate": with_params(b'{"profile":"\\ud83d"}'), "a lone low surrogate": with_params(b'{"profile":"\\udd11"}'),
    "NaN": with_params(b'{"tokens":NaN}'), "Infinity": with_params(b'{"tokens":Infinity}'),
    "minus Infinity": with_params(b'{"tokens":-Infinity}'), "a number beyond any double": with_params(b'{"tokens":1e999}'),
    "a hexadecimal number": with_params(b'{"tokens":0x10}'), "a number with a leading zero": with_params(b'{"tokens":01}'),
    "a number with a plus": with_params(b'{"tokens":+1}'), "a trailing comma": with_params(b'{"tokens":true,}'),
    "a comment": with_params(b'{"tokens":true/**/}'), "single quotes": b"{'jsonrpc':'2.0'}",
    "names without quotes": b'{jsonrpc:"2.0"}', "a raw line feed in a string": with_params(b'{"profile":"a\nb"}'),
    "an unknown escape": with_params(b'{"profile":"\\x41"}'), "a string that does not end": b'{"jsonrpc":"2.0',
    "an object that does not end": PING[:-1], "100000 open arrays": b"[" * 100_000,
    "a million open objects": b'{"a":' * 1_000_000, "closing brackets only": b"]" * 1000,
}

NO_REQUEST = {
    "a number": (b"7", None), "a string": (b'"ping"', None), "null": (b"null", None), "true": (b"true", None),
    "an empty array": (b"[]", None), "a batch": (b"[" + PING + b"]", None), "an empty object": (b"{}", None),
    "a member twice": (b'{"jsonrpc":"2.0","id":1,"id":1,"method":"ping"}', None),
    "a method twice": (b'{"jsonrpc":"2.0","id":1,"method":"ping","method":"ping"}', 1),
    "a parameter twice": (with_params(b'{"profile":"a","profile":"a"}'), 1),
    "a parameter twice, written differently": (with_params(b'{"profile":"a","profil\\u0065":"a"}'), 1),
    "100000 levels of arrays": (with_params(nested(100_000)), 1),
    "100000 levels before the id": (b'{"params":' + nested(100_000) + b',"id":3,"jsonrpc":"2.0","method":"ping"}', 3),
    "65 levels": (with_params(b'{"profile":%s}' % nested(65)), 1),
    "a million values": (with_params(b'{"certificates":[0' + b",0" * 1_000_000 + b"]}"), 1),
    "no version": (b'{"id":1,"method":"ping"}', 1), "version 1.0": (b'{"jsonrpc":"1.0","id":1,"method":"ping"}', 1),
    "a version that is a number": (b'{"jsonrpc":2.0,"id":1,"method":"ping"}', 1),
    "no method": (b'{"jsonrpc":"2.0","id":1}', 1), "a method that is null": (b'{"jsonrpc":"2.0","id":1,"method":null}', 1),
    "a method that is an array": (b'{"jsonrpc":"2.0","id":1,"method":["ping"]}', 1),
    "parameters in an array": (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', 1),
    "parameters that are null": (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":null}', 1),
    "parameters that are a string": (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":"x"}', 1),
    "a member of our own invention": (b'{"jsonrpc":"2.0","id":1,"method":"ping","consent":true}', 1),
    "an answer": (b'{"jsonrpc":"2.0","id":1,"result":{}}', 1), "an error": (b'{"jsonrpc":"2.0","id":1,"error":{}}', 1),
    "a request without an id": (b'{"jsonrpc":"2.0","method":"profiles.list"}', None),
    "an id that is null": (with_id(b"null"), None), "a negative id": (with_id(b"-1"), None),
    "a fraction as id": (with_id(b"1.5"), None), "a float as id": (with_id(b"1.0"), None),
    "an id of 2^53": (with_id(b"9007199254740992"), None), "an id beyond 64 bits": (with_id(b"99999999999999999999"), None),
    "a boolean id": (with_id(b"true"), None), "an array as id": (with_id(b"[1]"), None),
    "an object as id": (with_id(b'{"id":1}'), None), "an id of 1025 bytes": (with_id(b'"' + b"x" * 1025 + b'"'), None),
}

NO_SUCH = {
    "an unknown method": (b"{}", "no.such", METHOD), "a method without a name": (b"{}", "", METHOD),
    "a method in capitals": (b"{}", "Profiles.List", METHOD), "a method of the worker alone": (b"{}", "proof.run", METHOD),
    "a notification as request": (b'{"id":2}', "$/cancelRequest", METHOD),
    "a missing parameter": (b"{}", "certificates.list", PARAMS),
    "an unknown parameter": (b'{"profile":"a","x":1}', "certificates.list", PARAMS),
    "an unknown parameter of ping": (b'{"x":1}', "ping", PARAMS),
    "an unknown parameter where there is none": (b'{"x":1}', "profiles.list", PARAMS),
    "a profile that is a path": (b'{"profile":"/etc"}', "certificates.list", PARAMS),
    "a profile that is a relative path": (b'{"profile":"../x"}', "certificates.list", PARAMS),
    "a profile that is a number": (b'{"profile":1}', "certificates.list", PARAMS),
    "a profile of 1025 bytes": (b'{"profile":"%s"}' % (b"x" * 1025), "certificates.list", PARAMS),
    "an empty profile": (b'{"profile":""}', "certificates.list", PARAMS),
    "a flag that is a number": (b'{"profile":"a","watch":1}', "selection.pending", PARAMS),
    "a word that is not on the list": (b'{"profile":"a","kind":"secret"}', "certificates.list", PARAMS),
    "a short fingerprint": (b'{"profile":"a","identity":"id1","signing":"00112233"}', "selection.set", PARAMS),
    "a fingerprint in capitals": (b'{"profile":"a","identity":"id1","signing":"%s"}' % (b"AB" * 32), "selection.set", PARAMS),
    "fingerprints that are a word": (b'{"certificates":"all"}', "migration.plan", PARAMS),
    "a fingerprint twice": (b'{"certificates":["%s","%s"]}' % (b"ab" * 32, b"ab" * 32), "migration.plan", PARAMS),
    "a name that leaves its folder": (b'{"profile":"a","name":"../x"}', "backups.restore", PARAMS),
    "hello without a protocol": (b"{}", "hello", PARAMS), "hello with one number": (b'{"protocol":1}', "hello", PARAMS),
    "hello with a range upside down": (b'{"protocol":[2,1]}', "hello", PARAMS),
    "hello with a negative version": (b'{"protocol":[-1,1]}', "hello", PARAMS),
    "hello from a client that is a number": (b'{"protocol":[1,1],"client":7}', "hello", PARAMS),
}


@cases({name: (text,) for name, text in NO_JSON.items()})
class NoJson(HostCase):
    """Answered once with -32700 and no id."""

    def check(self, text):
        host = self.start()
        host.send(text)
        self.check_error(host.answer(None), None, TEXT, "invalid-request")
        self.check_alive(host)


@cases(NO_REQUEST)
class NoRequest(HostCase):
    """Answered once with -32600 and the id if there is one."""

    def check(self, text, number):
        host = self.start()
        host.send(text)
        self.check_error(host.answer(number), number, ENVELOPE, "invalid-request")
        self.check_alive(host)


@cases(NO_SUCH)
class NoSuchThing(HostCase):
    """Answered once by its id."""

    def check(self, params, method, code):
        host = self.start()
        host.send(with_params(params, method))
        self.check_error(host.answer(1), 1, code, "unknown-method" if code == METHOD else "invalid-request")
        self.check_alive(host)


class Notifications(HostCase):
    def test_unknown_notifications_are_not_answered(self):
        host = self.start()
        for name in ("$/whatever", "$/progress", "$/part", "$/"):
            host.send({"jsonrpc": "2.0", "method": name, "params": {"x": [1]}})
        self.check_alive(host)

    def test_a_cancellation_of_nothing_is_not_answered(self):
        host = self.start()
        for params in ({"id": 7}, {"id": "x"}, {}, {"id": None}, {"id": -1}, {"id": 1, "x": 2}):
            host.send({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": params})
        host.send({"jsonrpc": "2.0", "method": "$/cancelRequest"})
        self.check_alive(host)


class Stream(HostCase):
    def test_a_thousand_bad_frames_are_a_thousand_answers(self):
        host = self.start()
        host.write(b"\x01\0\0\0{" * 1000)
        for _ in range(1000):
            self.check_error(host.receive(), None, TEXT, "invalid-request")
        self.check_alive(host)

    def test_no_answer_repeats_what_was_sent(self):
        host = self.start()
        canary = b"canary-93f1"
        for text in (canary, b'{"%s":1}' % canary, with_params(b'{"%s":1}' % canary), with_params(b'{"profile":"%s","kind":"%s"}' % (canary, canary)),
                     b'{"jsonrpc":"2.0","id":1,"method":"%s"}' % canary):
            host.send(text)
            self.assertIn("error", host.receive())
        self.assertEqual(host.close(), 0)
        self.assertNotIn(canary, b"".join(host.frames) + host.words)

    def test_ids_come_back_as_they_were_sent(self):
        host = self.start()
        for number in (0, 1, 2**53 - 1, "", "1", "a" * 1024, 'quotes " and \\ and \n', "\U0001F511", "\u0000", "$/part"):
            host.send(request("ping", number=number))
            self.assertEqual(host.receive(), {"jsonrpc": "2.0", "id": number, "result": {}})
        self.check_alive(host)


if __name__ == "__main__":
    unittest.main()
