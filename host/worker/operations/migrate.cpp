// SPDX-License-Identifier: MPL-2.0
#include <host/migration/run.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/fingerprints.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>
#include <host/worker/values_json.hpp>
#include <host/worker/wishes.hpp>

#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

namespace host::worker {

using nlohmann::json;

namespace {

migration::Wishes read_wishes(const session::Session& session, const migration::Ends& ends,
                              const std::optional<std::filesystem::path>& copies_in) {
  auto wishes = wishes_of(session);
  wishes.certificates = named_certificates(session, ends.from, copies_in);
  wishes.renew = session.params().value("renew", false);
  wishes.correspondents = session.params().value("correspondents", false);
  return wishes;
}

/// Where nothing was named, a source whose certificates all cannot serve e-mail does not fit.
void require_something(const session::Session& session, const migration::Plan& plan) {
  const bool named = session.name_of_profile("from").has_value();
  for (const auto& each : plan.certificates)
    if (each.action != migration::CertificateAction::skip || each.left_out || named) return;
  throw nssbridge::Error(nssbridge::Kind::certificate_not_found,
                         "No Firefox profile has a certificate with a private key that can serve e-mail.");
}

using Runner = void (*)(session::Session&, migration::Source&, const profiles::Profile&, const migration::Wishes&,
                        const std::function<void(const migration::Plan&)>&);

json run_with(Runner runner, session::Session& session, bool ran) {
  const auto ends = migration::find_ends(session);
  std::optional<std::filesystem::path> copies_in;
  if (ran) {
    copies_in = ends.to.path;
    settle_on({ends.from.path}, &ends.to.path);
  } else {
    settle_on({ends.from.path, ends.to.path});
  }
  json result;
  migration::ProfileSource source(ends.from, ran && ends.within_one_profile());
  runner(session, source, ends.to, read_wishes(session, ends, copies_in), [&](const migration::Plan& plan) {
    require_something(session, plan);
    result = to_json(plan, &ends.from, ends.to, ran);
  });
  return result;
}

}  // namespace

json plan_migration(session::Session& session) { return run_with(migration::preview, session, false); }

json run_migration(session::Session& session) { return run_with(migration::run, session, true); }

}  // namespace host::worker
