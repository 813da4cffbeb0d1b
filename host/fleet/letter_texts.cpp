// SPDX-License-Identifier: MPL-2.0
#include <host/fleet/letter_texts.hpp>

#include <array>
#include <chrono>

namespace host::fleet {
namespace {

/// All that letters and calendars say in one language. "{day}", "{week}", "{address}", "{hosts}" and "{count}" are replaced.
struct Wording {
  std::string_view subject, subject_of_several, greeting, begin, signing, encryption, hosts, more, todo, keep, title;
  std::string_view day;  ///< with "{number}", "{month}" and "{year}"
  std::array<std::string_view, 12> months;
};

constexpr Wording english{
    .subject = "Your e-mail certificate ends on {day}",
    .subject_of_several = "Your e-mail certificates end, the first on {day}",
    .greeting = "Hello,",
    .begin = "the certificate of {address} ends soon.",
    .signing = "From {day} on (week {week}) the signatures of your mail are not accepted any more.",
    .encryption = "From {day} on (week {week}) nobody can encrypt mail to you any more.",
    .hosts = "That is so on: {hosts}",
    .more = "There are {count} more such days, on other computers. The report has them.",
    .todo = "Please ask for a new certificate before that day, where you got the present one. Then bring it into Thunderbird and select it "
            "for your address. Certferry does both in one step: certferry import",
    .keep = "Keep the present certificate and its key: without them you cannot read the mail any more that was encrypted to you.",
    .title = "Renew the e-mail certificate of {address}",
    .day = "{number} {month} {year}",
    .months = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}};

constexpr Wording german{
    .subject = "Ihr E-Mail-Zertifikat endet am {day}",
    .subject_of_several = "Ihre E-Mail-Zertifikate enden, das erste am {day}",
    .greeting = "Guten Tag,",
    .begin = "das Zertifikat von {address} endet bald.",
    .signing = "Ab dem {day} (Woche {week}) werden die Unterschriften Ihrer Mail nicht mehr anerkannt.",
    .encryption = "Ab dem {day} (Woche {week}) kann Ihnen niemand mehr verschlüsselte Mail schicken.",
    .hosts = "Das gilt auf: {hosts}",
    .more = "Auf anderen Rechnern gibt es {count} weitere solche Tage. Sie stehen im Bericht.",
    .todo = "Bitte beantragen Sie vor diesem Tag ein neues Zertifikat dort, wo Sie das jetzige bekommen haben. Bringen Sie es dann in "
            "Thunderbird und wählen Sie es für Ihre Adresse aus. Certferry macht beides in einem Schritt: certferry import",
    .keep = "Behalten Sie das jetzige Zertifikat und seinen Schlüssel: ohne sie können Sie Mail nicht mehr lesen, die für Sie verschlüsselt wurde.",
    .title = "E-Mail-Zertifikat von {address} erneuern",
    .day = "{number}. {month} {year}",
    .months = {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"}};

const Wording& wording(Language language) { return language == Language::german ? german : english; }

std::string with(std::string_view text, std::string_view place, const std::string& value) {
  std::string filled(text);
  if (const auto at = filled.find(place); at != std::string::npos) filled.replace(at, place.size(), value);
  return filled;
}

/// In the subject, which stays ASCII so, in any language: it needs no encoded words.
std::string iso_day(const std::string& time) { return time.substr(0, 10); }

std::string day_in_words(const std::string& time, const Wording& words) {
  const std::chrono::year_month_day day{
      std::chrono::sys_days{std::chrono::days{nssbridge::from_rfc3339(time).value_or(0) / seconds_a_day}}};
  const std::string number = std::to_string(static_cast<unsigned>(day.day())), year = std::to_string(static_cast<int>(day.year()));
  const auto month = words.months.at(static_cast<unsigned>(day.month()) - 1);
  return with(with(with(words.day, "{number}", number), "{month}", std::string(month)), "{year}", year);
}

std::string loss_text(std::string_view text, const Loss& loss, const Wording& words) {
  constexpr std::size_t most_hosts = 10;  // a line of a message has at most 998 octets (RFC 5322, 2.1.1)
  std::string hosts;
  for (std::size_t at = 0; at < loss.hosts.size() && at <= most_hosts; ++at)
    hosts += (hosts.empty() ? "" : ", ") + (at < most_hosts ? loss.hosts[at].substr(0, 64) : "…");
  const std::string said = with(with(text, "{day}", day_in_words(loss.until, words)), "{week}", loss.week);
  return hosts.empty() ? said : said + "\n" + with(words.hosts, "{hosts}", hosts);
}

/// Each end with its hosts. Nobody reads about more of them, which only a host that lies makes up.
std::string losses_text(std::string_view text, const std::vector<Loss>& losses, const Wording& words) {
  constexpr std::size_t most_losses = 10;
  std::string said;
  for (std::size_t at = 0; at < losses.size() && at < most_losses; ++at) said += (at == 0 ? "" : "\n\n") + loss_text(text, losses[at], words);
  return losses.size() <= most_losses ? said : said + "\n\n" + with(words.more, "{count}", std::to_string(losses.size() - most_losses));
}

std::string losses(const Forecast& forecast, const Wording& words) {
  const std::string signing = losses_text(words.signing, forecast.signing, words);
  const std::string encryption = losses_text(words.encryption, forecast.encryption, words);
  return signing + (signing.empty() || encryption.empty() ? "" : "\n\n") + encryption;
}

}  // namespace

std::optional<Language> language_from(std::string_view word) {
  if (word == "en") return Language::english;
  return word == "de" ? std::optional(Language::german) : std::nullopt;
}

std::string_view name_of(Language language) { return language == Language::german ? "de" : "en"; }

std::string letter(const Forecast& forecast, Language language) {
  const Wording& words = wording(language);
  const auto ends = ends_of(forecast);
  return "To: " + forecast.address + "\nSubject: " + with(ends.size() > 1 ? words.subject_of_several : words.subject, "{day}", iso_day(*ends.begin())) +
         "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + std::string(words.greeting) + "\n\n" +
         with(words.begin, "{address}", forecast.address) + "\n\n" + losses(forecast, words) + "\n\n" + std::string(words.todo) + "\n\n" +
         std::string(words.keep) + "\n";
}

std::string renewal_title(const Forecast& forecast, Language language) { return with(wording(language).title, "{address}", forecast.address); }

std::string renewal_text(const Forecast& forecast, Language language) {
  const Wording& words = wording(language);
  return losses(forecast, words) + "\n\n" + std::string(words.todo);
}

}  // namespace host::fleet
