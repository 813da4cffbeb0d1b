// SPDX-License-Identifier: MPL-2.0
#include <host/dialog/restore_text.hpp>
#include <host/dialog/texts.hpp>
#include <host/text/words.hpp>

#include <functional>

namespace host::dialog {
namespace {

using front::AskedProfile;

constexpr std::size_t digits_to_type = 8;

std::string in_words(const AskedProfile& profile, std::size_t longest) {
  return "the " + text::application_name(profile.application) + " profile \"" +
         text::short_name(profile.name, longest) + "\"";
}

std::string asked_by(const Caller& caller, std::size_t longest) {
  return "\nAsked by " + in_words(caller, longest) + ".\n";
}

/// The text with names as long as they may be, or shorter, so that it fits on one line of the protocol.
std::string fitting(const std::function<std::string(std::size_t longest)>& text) {
  std::string made;
  for (std::size_t longest = 64; longest >= 8; longest /= 2) {
    made = text(longest);
    if (encoded("SETDESC " + made).size() < longest_line) break;
  }
  return made;
}

/// The profile whose password is wanted, where it was named before.
std::string short_reference(const front::PasswordQuestion& question) {
  const bool alike = question.keys_go_to && question.keys_go_to->application == question.profile.application;
  return alike ? "the first profile"
               : "the " + text::application_name(question.profile.application) + " profile";
}

std::string password_description(const front::PasswordQuestion& question, const Caller& caller,
                                 std::size_t longest) {
  std::string what = "Unlock the private keys of " + in_words(question.profile, longest);
  if (question.keys_go_to)
    what += ", and copy them into " + in_words(*question.keys_go_to, longest) +
            ", which has no primary password. Whoever can read its files can then use them";
  return what + ".\n" + asked_by(caller, longest) + "\nEnter the primary password of " +
         short_reference(question) +
         ", not your mail password and not that of a key file. A wrong try locks nothing.";
}

std::string new_password_description(const front::NewPasswordQuestion& question, const Caller& caller,
                                     std::size_t longest) {
  return "Write " + text::private_keys_of(question.keys) + " of " + in_words(question.profile, longest) + " into the new file \"" +
         text::short_name(question.file, longest) +
         "\". Whoever has the file and its password can sign and read mail as you.\n" + asked_by(caller, longest) +
         "\nChoose a new password for the file, of 12 characters or more. It is not your mail password and not the "
         "profile's.";
}

std::string repetition_description(const front::NewPasswordQuestion& question, const Caller& caller,
                                   std::size_t longest) {
  return "Type the new password for the file \"" + text::short_name(question.file, longest) + "\" once more.\n" +
         asked_by(caller, longest);
}

/// The file's password is asked for with what will come of it: it counts as the person's word (rule C1).
std::string file_password_description(const front::PasswordQuestion& question, const Caller& caller,
                                      std::size_t longest) {
  const std::string file =
      question.file->name.empty() ? "a key file" : "the key file \"" + text::short_name(question.file->name, longest) + "\"";
  const std::string what = question.file->use == "import"
                               ? "Bring the private keys and certificates of " + file + " into " +
                                     in_words(question.profile, longest)
                               : "Look what is in " + file + ". Nothing is changed";
  return what + ".\n" + asked_by(caller, longest) +
         "\nEnter the password of the key file, not your mail password and not the primary password. A wrong "
         "try locks nothing.";
}

std::string trust_description(const front::TrustQuestion& question, const Caller& caller,
                              std::size_t longest) {
  return "Trust a new authority for e-mail in " + in_words(question.profile, longest) +
         ". Mail signed under it will then count as genuine.\n" + asked_by(caller, longest) +
         "\nIts fingerprint (SHA-256):\n" +
         text::fingerprint_groups(question.fingerprint.substr(0, 64), "    ") +
         "\nIf its owner gave you the same one by another way, type its first eight digits to agree.\n"
         "\nIt calls itself:\n    " +
         text::short_name(question.subject, longest);
}

std::string copy_description(const front::ConsentQuestion& question, const Caller& caller,
                             std::size_t longest) {
  return "Copy the private keys of " + in_words(question.other, longest) +
         ", which has a primary password, into " + in_words(question.profile, longest) +
         ", which has none. Whoever can read its files can then use them.\n" + asked_by(caller, longest);
}

std::string import_description(const front::ConsentQuestion& question, const Caller& caller,
                               std::size_t longest) {
  const bool keys = question.what == "import-keys";
  std::string more;
  if (question.more > 0)
    more = " and " + std::to_string(question.more) + (question.more == 1 ? " other" : " others");
  return "Bring " + std::string(keys ? "private keys and certificates" : "certificates") + " into " +
         in_words(question.profile, longest) + ".\n" + asked_by(caller, longest) +
         "\nFingerprint of the first certificate (SHA-256):\n" +
         text::fingerprint_groups(question.fingerprint.substr(0, 64), "    ") + "\nIt calls itself:\n    " +
         text::short_name(question.subject, longest) + more;
}

/// A library, so that its name is seen however long its folder's is.
std::string file_in_words(const std::string& path, std::size_t longest) {
  const auto slash = path.rfind('/');
  const auto name = slash == std::string::npos ? 0 : slash + 1;
  return "\"" + text::short_name(path.substr(name), longest) + "\" in the folder \"" +
         text::short_name(path.substr(0, name), longest) + "\"";
}

std::string module_description(const front::ConsentQuestion& question, const Caller& caller, std::size_t longest) {
  return "Load a library for smart cards and other tokens, which " + in_words(question.profile, longest) +
         " names. It runs as you and can do what you can.\n" + asked_by(caller, longest) + "\nThe library:\n    " +
         file_in_words(question.file, longest);
}

std::string pin_description(const front::PinQuestion& question, const Caller& caller, std::size_t longest) {
  return "Unlock a token that " + in_words(question.profile, longest) + " uses, to see its certificates.\n" +
         asked_by(caller, longest) +
         "\nEnter the PIN of the token, not your mail password and not the primary password. A token locks itself after a few "
         "wrong PINs; what you type is tried once.\n\nThe token calls itself:\n    " +
         text::short_name(question.token, longest) + "\nIts library:\n    " + file_in_words(question.module, longest);
}

std::string change_description(const front::ConsentQuestion& question, const Caller& caller, std::size_t longest) {
  return "Encrypt mail to a correspondent to a new certificate of another authority, in " + in_words(question.profile, longest) + ".\n" +
         asked_by(caller, longest) + "\nIts fingerprint (SHA-256):\n" + text::fingerprint_groups(question.fingerprint.substr(0, 64), "    ") +
         "\nThat of the one in use:\n" + text::fingerprint_groups(question.used.substr(0, 64), "    ") +
         "\nAllow it only if they told you by another way.\n\nThe correspondent:\n    " + text::short_name(question.subject, longest);
}

std::string restore_description(const front::ConsentQuestion& question, const Caller& caller, std::size_t longest) {
  const auto& state = question.state;
  std::string text = "Bring " + in_words(question.profile, longest) + " back to how it was at " + consequences_in_words(state) + "\n" +
                     asked_by(caller, longest);
  if (!question.fingerprint.empty())
    text += "\nFingerprint of the first authority (SHA-256):\n" + text::fingerprint_groups(question.fingerprint.substr(0, 64), "    ") +
            "It calls itself:\n    " + text::short_name(question.subject, longest) + "\n";
  if (!state.correspondent.empty()) text += "\nThe first correspondent:\n    " + text::short_name(state.correspondent, longest);
  return text;
}

std::string nameless_description(const front::ConsentQuestion& question, const Caller& caller, std::size_t longest) {
  return "Use a certificate that does not carry your address for a mail identity, in " + in_words(question.profile, longest) + ".\n" +
         asked_by(caller, longest) + "\nIts fingerprint (SHA-256):\n" + text::fingerprint_groups(question.fingerprint.substr(0, 64), "    ") +
         "\nThe address of the identity:\n    " + text::short_name(question.subject, longest);
}

std::string stranger_description(const Caller& caller, std::size_t longest) {
  return "Change certificates and settings in your Firefox and Thunderbird profiles, this time, for a caller "
         "that does not say who it is.\n" +
         asked_by(caller, longest);
}

}  // namespace

Text password_text(const front::PasswordQuestion& question, const Caller& caller, bool again) {
  if (question.file) {
    const auto of_file = [&](std::size_t longest) { return file_password_description(question, caller, longest); };
    return {.description = fitting(of_file),
            .prompt = "Password of the file:",
            .error = again ? "That is not it. Nothing gets locked by a wrong try." : "",
            .accept = question.file->use == "import" ? "Import" : "Look",
            .refuse = "Cancel"};
  }
  const auto describe = [&](std::size_t longest) { return password_description(question, caller, longest); };
  return {.description = fitting(describe),
          .prompt = "Primary password:",
          .error = again ? "That is not it. Nothing gets locked by a wrong try." : "",
          .accept = question.keys_go_to ? "Copy" : "Unlock",
          .refuse = "Cancel"};
}

Text new_password_text(const front::NewPasswordQuestion& question, const Caller& caller, const std::string& again) {
  const auto describe = [&](std::size_t longest) { return new_password_description(question, caller, longest); };
  return {.description = fitting(describe),
          .prompt = "New password:",
          .error = again,
          .accept = "Write",
          .refuse = "Do not write",
          .repeat = "Once more:"};
}

Text repeated_password_text(const front::NewPasswordQuestion& question, const Caller& caller) {
  const auto describe = [&](std::size_t longest) { return repetition_description(question, caller, longest); };
  return {.description = fitting(describe), .prompt = "Once more:", .error = {}, .accept = "Write", .refuse = "Do not write"};
}

Text pin_text(const front::PinQuestion& question, const Caller& caller) {
  const auto describe = [&](std::size_t longest) { return pin_description(question, caller, longest); };
  return {.description = fitting(describe), .prompt = "PIN:", .error = {}, .accept = "Unlock", .refuse = "Cancel"};
}

Text trust_text(const front::TrustQuestion& question, const Caller& caller, bool again) {
  const auto describe = [&](std::size_t longest) { return trust_description(question, caller, longest); };
  return {.description = fitting(describe),
          .prompt = "First eight digits:",
          .error = again ? "Those are not the first eight digits of this fingerprint." : "",
          .accept = "Trust",
          .refuse = "Do not trust"};
}

std::optional<Text> consent_text(const front::ConsentQuestion& question, const Caller& caller) {
  Text text{.description = {}, .prompt = {}, .error = {}, .accept = "Allow once", .refuse = "Refuse"};
  if (question.what == "unprotected-copy") {
    text.description =
        fitting([&](std::size_t longest) { return copy_description(question, caller, longest); });
    text.accept = "Copy";
    text.refuse = "Do not copy";
  } else if (question.what == "unknown-caller") {
    text.description = fitting([&](std::size_t longest) { return stranger_description(caller, longest); });
  } else if (question.what == "import-keys" || question.what == "import-certificates") {
    text.description =
        fitting([&](std::size_t longest) { return import_description(question, caller, longest); });
    text.accept = "Import";
    text.refuse = "Do not import";
  } else if (question.what == "load-module") {
    text.description =
        fitting([&](std::size_t longest) { return module_description(question, caller, longest); });
    text.accept = "Load";
    text.refuse = "Do not load";
  } else if (question.what == "select-without-address") {
    text.description = fitting([&](std::size_t longest) { return nameless_description(question, caller, longest); });
    text.accept = "Use it";
    text.refuse = "Do not use it";
  } else if (question.what == "correspondent-change") {
    text.description = fitting([&](std::size_t longest) { return change_description(question, caller, longest); });
    text.accept = "Change";
    text.refuse = "Do not change";
  } else if (question.what == "restore") {
    text.description = fitting([&](std::size_t longest) { return restore_description(question, caller, longest); });
    text.accept = "Restore";
    text.refuse = "Do not restore";
  } else {
    return std::nullopt;
  }
  return text;
}

std::string encoded(std::string_view text) {
  std::string line;
  for (const char byte : text) {
    if (byte == '%')
      line += "%25";
    else if (byte == '\n')
      line += "%0A";
    else if (byte == '\r')
      line += "%0D";
    else
      line += byte;
  }
  return line;
}

bool begins(std::string_view fingerprint, std::string_view typed) {
  std::size_t digits = 0;
  for (const char each : typed) {
    if (each == ' ' || each == ':') continue;
    const char digit = each >= 'A' && each <= 'F' ? static_cast<char>(each - 'A' + 'a') : each;
    if (digits == fingerprint.size() || fingerprint[digits] != digit) return false;
    ++digits;
  }
  return digits >= digits_to_type;
}

}  // namespace host::dialog
