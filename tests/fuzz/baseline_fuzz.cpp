// SPDX-License-Identifier: MPL-2.0
// Earlier reports that an audit compares with: JSON, JSON Lines, SARIF.
#include <host/protocol/members.hpp>
#include <host/report/baseline.hpp>

#include "support/harmless.hpp"
#include "support/promise.hpp"

using host::protocol::member;
using host::protocol::text_member;
using host::report::Baseline;
using host::report::Redaction;
using host::report::Redactor;
using nlohmann::json;

namespace {

const std::string id = "0123456789abcdef";

json profile() {
  json finding{{"rule", "CERT-EXPIRED"}, {"severity", "error"}, {"certificate", std::string(64, 'a')}, {"key", std::string(64, '1')}};
  return {{"id", id}, {"findings", {finding}}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto baseline = fuzz::unless_refused([&] { return Baseline::read(fuzz::text_of(data, size)); });
  if (!baseline) return 0;
  for (const Redaction extent : {Redaction::none, Redaction::all}) {
    const Redactor redactor(extent, nssbridge::Secret(std::string(32, 'k')));
    json marked = profile();
    baseline->mark(marked, redactor);
    const json& state = member(marked["findings"][0], "baseline");
    fuzz::promise(state.is_null() || state == "new" || state == "unchanged", "a finding has a known state or none");
    const auto gone = baseline->gone(redactor);
    fuzz::promise(gone.size() <= baseline->size(), "no more is gone than there was");
    for (json each : gone) {
      each.erase("profile");
      fuzz::promise(fuzz::is_harmless(each.dump()), "but for the profile, what is gone holds digits and words of ours");
      fuzz::promise(text_member(each, "key").size() == 64, "what is gone has a name");
    }
  }
  return 0;
}
