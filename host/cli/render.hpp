// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/text/style.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json_fwd.hpp>
#include <string>

/// Results as text for people. Everything that comes from a profile passes text::printable; members that a
/// result does not have are left out rather than guessed.
namespace host::cli {

using text::Style;

/// What mends something: its text, and its command below. Nothing of a null.
std::string fix_lines(const nlohmann::json& fix, const char* indent);

std::string render_profiles(const nlohmann::json& result, const Style& style);
std::string render_certificates(const nlohmann::json& result, const Style& style);
std::string render_identities(const nlohmann::json& result, const Style& style);
/// A plan (dry run) or what a run did, and what to do next.
std::string render_migration(const nlohmann::json& result, const Style& style);
std::string render_selection(const nlohmann::json& result, const Style& style);
/// Where the key file is, what is in it and what is not.
std::string render_export(const nlohmann::json& result, const Style& style);
/// Why each identity can or cannot sign and encrypt and what mends it; after what was mended.
std::string render_explanation(const nlohmann::json& result, const Style& style);
/// What was written, and the fingerprint to read out.
std::string render_shared(const nlohmann::json& result, const Style& style);
/// One line for each recipient, and what is in the way.
std::string render_recipients(const nlohmann::json& result, const Style& style);
/// Who signed a message, and whether that is to be believed.
std::string render_message(const nlohmann::json& result, const Style& style);
/// Who was learned from which message, and of the others why not.
std::string render_lessons(const nlohmann::json& result, const Style& style);
std::string render_backups(const nlohmann::json& result, const Style& style);
std::string render_restored(const nlohmann::json& result, const Style& style);
/// What was written, or with `written` false what would be.
std::string render_install(const nlohmann::json& result, const Style& style);
/// What is gone and what stays where.
std::string render_uninstall(const nlohmann::json& result, const Style& style);
/// What the doctor found, the worst first, and which links hold.
std::string render_examination(const nlohmann::json& result, const Style& style);
std::string render_decoded(const nlohmann::json& result, const Style& style);
/// "error: …", and "hint: …" where there is one.
std::string render_error(const nssbridge::Error& error, const Style& style);

/// What was looked at for tokens, and that code of others ran for it; empty where no token was wanted.
std::string render_modules(const nlohmann::json& result, const Style& style);

/// Whether the commands that mend a reason stand below it.
enum class Commands { shown, hidden };
/// Whether a certificate, or an identity, can serve a purpose, and the reasons. Empty for no verdict.
std::string verdict_lines(const char* label, const nlohmann::json& verdict, const Style& style, Commands commands);

/// The addresses of a certificate or a signer, in one line; empty where it has none.
std::string addresses_of(const nlohmann::json& certificate);

/// One identity as `identities` and `select` show it.
std::string render_identity(const nlohmann::json& identity, const Style& style);

}  // namespace host::cli
