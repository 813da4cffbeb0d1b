// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/report/certificates_by_fingerprint.hpp>
#include <host/report/concerns.hpp>
#include <host/report/report.hpp>

#include <nlohmann/json.hpp>

#include <array>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace host::report {

/// The view by person: an address of one user on one computer, over all of that user's profiles. Times are RFC 3339, as in reports.
struct Person {
  std::string address, user;
  std::vector<std::string> hosts;
  /// Past where that is why it cannot be done any more, empty where it cannot be done at all.
  std::string sign_until, encrypt_until;
  std::string old_mail;  ///< can be read: "yes", "no", "unknown", or empty where there is nothing to read
  std::vector<std::string> steps;  ///< what to do, the most pressing first; at most three
  std::string severity;            ///< of the worst that is about this person; empty: nothing is
};

/// {address, user, host, signUntil, encryptUntil, oldMail, steps, severity}; times are null where they are empty.
nlohmann::json to_json(const Person& person);

struct Place;

/// Adds profiles up as they come; of each it keeps some words a person. A profile takes time as it is long.
class People {
 public:
  /// `at`: the moment for which everything is judged.
  explicit People(std::string at) : m_at(std::move(at)) {}

  /// A profile as Report takes it: on the hosts that it names, else on `host`. Members of other types than promised count as absent.
  void add(const nlohmann::json& profile, const std::string& host);
  /// The worst first, then by address.
  std::vector<Person> all() const;

 private:
  /// Until when in profiles where mail is written, by what identities selected; and by any certificate of the address.
  struct Until {
    std::string selected, held;
  };
  struct Sum {
    bool writes = false, lacks_key = false, unknown_key = false;
    std::size_t certificates = 0, with_key = 0;
    Until sign, encrypt;
    std::array<std::vector<const std::string*>, 2> steps;  ///< of errors, of warnings
    std::size_t worst = severities.size();                 ///< its place there
  };
  using Name = std::tuple<std::string, std::string, std::vector<std::string>>;

  void add_place(Sum& sum, const Place& place, const CertificatesByFingerprint& known) const;
  void add_concern(Sum& sum, const Concern& concern);
  std::string usable_until(const nlohmann::json& certificate, const nlohmann::json& verdict) const;
  Person person(const Name& name, const Sum& sum) const;

  std::string m_at;
  std::set<std::string> m_texts;  ///< the texts of all steps, which many people have in common
  std::map<Name, Sum> m_sums;
};

}  // namespace host::report
