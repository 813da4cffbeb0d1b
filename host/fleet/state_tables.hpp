// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstdint>

/// The tables of the database that keeps what is known of a fleet.
namespace host::fleet::state_tables {

inline constexpr std::int32_t application = 0x43465259;  // "CFRY"
inline constexpr std::int32_t version = 1;

/// `pass` numbers the reports over all merges; `run` has the last one of each merge. Times are seconds since 1970, 0 for none.
///   host         its state in this merge, and the report that is known of it: `audited` is when that was collected
///   profile      without findings; `name` is its id in the report, `content` the SHA-256 of the document
///   finding      `first` and `last`: the reports of its host that had it; `gone`: the report that had it no more;
///                `incomparable`: that report replaced names with another key than the one before
///   certificate  what is the same of it wherever it lies; `digest` of that, since a host may lie about a fingerprint
///   holding      which host has it; `own`: of a person there or an authority, not of a correspondent
inline constexpr const char* schema = R"(
  CREATE TABLE run (pass INTEGER PRIMARY KEY, time INTEGER NOT NULL) STRICT;
  CREATE TABLE host (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, seen INTEGER NOT NULL, state TEXT, message TEXT,
    collected INTEGER, audited INTEGER, redaction TEXT, version TEXT, nss TEXT, places TEXT) STRICT;
  CREATE TABLE profile (id INTEGER PRIMARY KEY, host INTEGER NOT NULL, user TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL,
    document TEXT NOT NULL) STRICT;
  CREATE INDEX profile_of_host ON profile (host, user, name);
  CREATE INDEX profile_in_order ON profile (user, name, content);
  CREATE TABLE finding (host INTEGER NOT NULL, user TEXT NOT NULL, key TEXT NOT NULL, profile TEXT NOT NULL, severity TEXT NOT NULL,
    redacted INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, gone INTEGER, incomparable INTEGER,
    document TEXT NOT NULL, PRIMARY KEY (host, user, key)) STRICT, WITHOUT ROWID;
  CREATE INDEX finding_of_profile ON finding (host, user, profile);
  CREATE TABLE certificate (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, document TEXT NOT NULL) STRICT;
  CREATE TABLE holding (host INTEGER NOT NULL, certificate INTEGER NOT NULL, own INTEGER NOT NULL,
    PRIMARY KEY (certificate, host)) STRICT, WITHOUT ROWID;
  CREATE INDEX holding_of_host ON holding (host);
)";

}  // namespace host::fleet::state_tables
