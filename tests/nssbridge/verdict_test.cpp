// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/verdict.hpp>

#include <doctest/doctest.h>

#include <algorithm>

#include "support/verdict_fixtures.hpp"

using namespace nssbridge;
using tests::kinds;

namespace {

const tests::VerdictCertificates& made() {
  return tests::VerdictCertificates::all();
}
const Certificate& get(const std::string& name) {
  return made().get(name);
}

std::vector<std::string> names_of(const Chain& chain) {
  std::vector<std::string> names;
  for (const auto* certificate : chain.certificates) names.push_back(certificate->display_name);
  return names;
}

using Names = std::vector<std::string>;

StoredCertificate as_stored(const Certificate& certificate) {
  return {certificate, {}, certificate.key_id, 0};
}

}  // namespace

TEST_CASE("a chain runs from the leaf to the root and says what the root is") {
  Library library;
  {
    const Verifier verifier = made().verifier();
    const auto chain = verifier.chain(get("under-usual"));
    CHECK(names_of(chain) == Names{"Leaf under-usual", "Authority by-usual", "Authority root"});
    CHECK(chain.complete);
    CHECK(chain.root_trusted);
    CHECK_FALSE(chain.root_builtin);
    CHECK(chain.problems.empty());

    const auto untrusted = verifier.chain(get("from-untrusted"));
    CHECK(untrusted.complete);
    CHECK_FALSE(untrusted.root_trusted);
    CHECK_FALSE(untrusted.root_distrusted);
    CHECK(verifier.chain(get("from-distrusted-root")).root_distrusted);

    const auto incomplete = verifier.chain(get("under-absent"));
    CHECK_FALSE(incomplete.complete);
    CHECK(names_of(incomplete) == Names{"Leaf under-absent"});

    CHECK(names_of(verifier.chain(get("from-anchored"))) ==
          Names{"Leaf from-anchored", "Authority anchored"});
    CHECK(verifier.chain(get("from-anchored")).complete);
    CHECK(names_of(verifier.chain(get("self-signed"))) == Names{"Leaf self-signed"});
    CHECK(verifier.chain(get("self-signed")).complete);
  }
  library.close();
}

TEST_CASE("of several chains the trusted one is taken") {
  Library library;
  {
    const Verifier verifier = made().verifier();
    CHECK(names_of(verifier.chain(get("from-crossed"))) ==
          Names{"Leaf from-crossed", "Crossed", "Authority root"});
    CHECK(verifier.chain(get("from-one-of-two-keys")).certificates[1]->fingerprint ==
          get("renamed").fingerprint);
    CHECK(verifier.chain(get("from-renewed")).certificates[1]->fingerprint == get("renewed").fingerprint);
  }
  library.close();
}

TEST_CASE("a chain can be asked for as of another moment") {
  Library library;
  {
    const Verifier verifier = made().verifier();
    const auto& expired = get("expired");
    CHECK(kinds(verifier.verdict(expired, Purpose::signing)) == "expired");
    CHECK(verifier.chain(expired, expired.not_after).problems.empty());
    CHECK_FALSE(verifier.chain(expired, expired.not_before - 500 * 86400).problems.empty());
  }
  library.close();
}

TEST_CASE("a missing key is a reason and leaves the verifier's answer as it is") {
  Library library;
  {
    const Verifier without = made().verifier(std::set<Bytes>{});
    const auto verdict = without.verdict(get("plain"), Purpose::signing);
    CHECK(verdict.ok);
    CHECK(kinds(verdict) == "no-private-key");
    CHECK_FALSE(without.offered(get("plain"), Purpose::signing, nullptr));
    CHECK(without.has_private_key(get("plain")) == false);

    const Verifier with = made().verifier(std::set<Bytes>{get("plain").key_id});
    CHECK(with.verdict(get("plain"), Purpose::signing).reasons.empty());
    CHECK(with.offered(get("plain"), Purpose::signing, nullptr));
    CHECK(with.has_private_key(get("plain")) == true);

    CHECK_FALSE(made().verifier().has_private_key(get("plain")).has_value());
  }
  library.close();
}

TEST_CASE("an address counts only where it is asked about, and one that carries none passes with a warning") {
  Library library;
  {
    const Verifier verifier = made().verifier();
    const std::string alice = "Alice@EXAMPLE.test", bob = "bob@example.test";
    CHECK(verifier.verdict(get("plain"), Purpose::signing, &alice).ok);
    const auto other = verifier.verdict(get("plain"), Purpose::signing, &bob);
    CHECK_FALSE(other.ok);
    CHECK(kinds(other) == "address-mismatch");
    CHECK_FALSE(verifier.offered(get("plain"), Purpose::signing, &bob));
    CHECK(verifier.offered(get("plain"), Purpose::signing, nullptr));
    const auto none = verifier.verdict(get("no-address"), Purpose::signing, &bob);
    CHECK(none.ok);
    CHECK(kinds(none) == "no-address");
    CHECK(verifier.offered(get("no-address"), Purpose::signing, &bob));
  }
  library.close();
}

TEST_CASE("every reason is a sentence with something to do") {
  Library library;
  {
    const Verifier verifier = made().verifier(std::set<Bytes>{});
    const std::string address = "somebody@example.test";
    for (const auto& name : made().leaves())
      for (const auto purpose : {Purpose::signing, Purpose::encryption})
        for (const auto& reason : verifier.verdict(get(name), purpose, &address).reasons) {
          CAPTURE(reason.kind);
          CHECK(reason.message.ends_with('.'));
          REQUIRE(reason.fix.has_value());
          CHECK(reason.fix->text.ends_with('.'));
        }
  }
  library.close();
}

TEST_CASE("trust is that of the profile, else that of the application") {
  Library library;
  {
    const BuiltinRoot* for_mail = nullptr;
    const BuiltinRoot* for_web_only = nullptr;
    for (const auto& root : builtin_roots()) (root.email_trusted ? for_mail : for_web_only) = &root;
    REQUIRE(for_mail != nullptr);
    REQUIRE(for_web_only != nullptr);
    const std::vector<StoredCertificate> nothing;
    const Verifier plain(nothing, {}, std::nullopt, {.at = made().now()});
    CHECK(plain.trust_of(for_mail->certificate).email == Trust::trusted);
    CHECK(plain.trust_of(for_web_only->certificate).email == Trust::none);
    CHECK(plain.trust_of(get("root")).email == Trust::none);

    const auto key = std::pair(for_mail->certificate.issuer_der, for_mail->certificate.serial);
    for (const auto own : {Trust::none, Trust::distrusted}) {
      const Verifier edited(nothing, {{key, {own, Trust::none}}}, std::nullopt, {.at = made().now()});
      CHECK(edited.trust_of(for_mail->certificate).email == own);
    }
    const Verifier silent(nothing, {{key, {Trust::unknown, Trust::none}}}, std::nullopt,
                          {.at = made().now()});
    CHECK(silent.trust_of(for_mail->certificate).email == Trust::trusted);

    const Verifier blind(made().stored(), {}, std::nullopt, {.at = made().now(), .trust_known = false});
    CHECK(blind.trust_of(get("root")).email == Trust::unknown);
    CHECK(kinds(blind.verdict(get("plain"), Purpose::signing)) == "unknown");
  }
  library.close();
}

TEST_CASE("a root that the application ships ends a chain without standing in the profile") {
  Library library;
  {
    const std::vector<StoredCertificate> nothing;
    const Verifier verifier(nothing, {}, std::nullopt, {.at = made().now()});
    // Shipped roots that another shipped root has certified, or that stand alone: each is its own chain's
    // end.
    for (const auto& root : builtin_roots()) {
      const auto chain = verifier.chain(root.certificate);
      CHECK(chain.complete);
      CHECK(chain.root_builtin);
      CHECK(chain.root_trusted == root.email_trusted);
    }
  }
  library.close();
}

TEST_CASE("many certificates of one name that sign each other crosswise end the search") {
  Library library;
  {
    std::vector<StoredCertificate> certificates;
    for (const std::string name : {"crossed-untrusted", "crossed-trusted", "untrusted"})
      certificates.push_back(as_stored(get(name)));
    const Verifier verifier(certificates, {}, std::nullopt, {.at = made().now()});
    const auto chain = verifier.chain(get("from-crossed"));
    CHECK(chain.complete);
    CHECK_FALSE(chain.root_trusted);
    CHECK(names_of(chain) == Names{"Leaf from-crossed", "Crossed", "Authority untrusted"});
  }
  library.close();
}

TEST_CASE("addresses are compared without regard to ASCII case, length counted") {
  CHECK(same_address("alice@example.test", "ALICE@Example.TEST"));
  CHECK_FALSE(same_address("alice@example.test", "alice@example.tes"));
  CHECK_FALSE(same_address("", ""));
  const std::string with_nul("alice@example.test\0.evil.test", 29);
  CHECK_FALSE(same_address(with_nul, "alice@example.test"));
  CHECK_FALSE(same_address(with_nul, with_nul));
  CHECK_FALSE(same_address("alice@example.test\n", "alice@example.test\n"));
  CHECK_FALSE(same_address("\u00c4@example.test", "\u00e4@example.test"));
}

TEST_CASE("what can serve e-mail states it, any purpose, or none, and is no authority") {
  Library library;
  for (const std::string name :
       {"plain", "no-extended-usage", "any-usage-only", "any-and-email", "expired", "no-address"})
    CHECK(can_serve_email(get(name)));
  for (const std::string name : {"client-auth-only", "authority-as-person", "root"})
    CHECK_FALSE(can_serve_email(get(name)));
  library.close();
}
