// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/audit/facts.hpp>
#include <host/store/contents.hpp>
#include <host/worker/audit/databases.hpp>
#include <host/worker/audit/target.hpp>
#include <nssbridge/verdict.hpp>

#include <memory>

namespace host::worker::audit {

/// Everything that could be found out about one profile. Facts point into the rest.
class Examination {
 public:
  /// Reads all of it. NSS must not be initialised: it is, by the end.
  Examination(session::Session& session, const Target& target);

  const host::audit::Facts& facts() const { return m_facts; }
  /// Certificates, stated trust and keys; empty where they are not known.
  const store::Contents& contents() const { return m_contents; }
  const nssbridge::Verifier& verifier() const { return *m_verifier; }
  bool keys_known() const { return m_facts.keys.has_value(); }
  /// Ends NSS.
  void close();

 private:
  void open_with_nss(session::Session& session, const Target& target, const Databases& databases);
  void take(Databases databases);

  host::audit::Facts m_facts;
  store::Contents m_contents;
  std::unique_ptr<nssbridge::Library> m_library;
  std::unique_ptr<nssbridge::Verifier> m_verifier;
};

}  // namespace host::worker::audit
