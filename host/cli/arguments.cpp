// SPDX-License-Identifier: MPL-2.0
#include <host/cli/arguments.hpp>
#include <host/cli/command.hpp>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace host::cli {
namespace {

void add_lists(CLI::App& app, Options& options) {
  Command(app, options, "profiles", "List the profiles of Firefox and Thunderbird").json();

  Command certificates(app, options, "certificates", "List the certificates of a profile");
  certificates.profile().json().password_of_profile();
  certificates.choice("--kind", options.kind, "personal|authority|correspondent|all",
                      "Which ones (default: personal, those with a private key)");
  certificates.tokens();

  Command identities(app, options, "identities",
                     "List the mail identities of a Thunderbird profile and what they use");
  identities.profile().json().password_of_profile();
}

void add_migrate(CLI::App& app, Options& options) {
  Command migrate(app, options, "migrate",
                  "Move e-mail certificates with their keys from Firefox to Thunderbird");
  migrate.value("--from", options.from, "PROFILE", "Where they are (default: the Firefox profile that fits)");
  migrate.value("--to", options.to, "PROFILE", "Where they go (default: the Thunderbird profile that fits)");
  migrate.values("--certificate", options.certificates, fingerprint_type,
                 "Only this one; 8 or more digits of its fingerprint. May be given several times");
  migrate.values("--trust-root", options.trust_roots, fingerprint_type,
                 "Trust this root for e-mail; all 64 digits. May be given several times");
  auto* no_select =
      migrate.flag("--no-select", options.no_select, "Do not choose the certificates for mail identities");
  migrate
      .flag("--renew", options.renew, "Let a newer certificate take the place of one that is still good")
      ->excludes(no_select);
  migrate.choice("--sign-by-default", options.sign_by_default, "yes|no",
                 "Whether identities sign every mail from now on");
  migrate.flag("--correspondents", options.correspondents,
               "Take other people's certificates along, and what is known of how they encrypt");
  migrate.flag("--dry-run", options.dry_run, "Show what would happen and change nothing");
  migrate.json();
  migrate.descriptor("--from-password-fd", "from",
                     "Read the primary password of --from from this file descriptor");
  migrate.descriptor("--to-password-fd", "to", "Read the primary password of --to from this file descriptor");
  migrate.footer(
      "Exit status: 0 when everything is done, 1 when something is left to do, 2 for wrong usage, 3 on an "
      "error.");
}

void add_select(CLI::App& app, Options& options) {
  Command select(app, options, "select",
                 "Choose the certificates that a mail identity signs and encrypts with");
  select.profile();
  select.value("--identity", options.identity, "IDENTITY", "The identity: its id or its address")->required();
  std::vector<CLI::Option*> wishes{
      select.value("--signing", options.signing, "FINGERPRINT|none", "The certificate to sign with"),
      select.value("--encryption", options.encryption, "FINGERPRINT|none",
                   "The certificate that others encrypt to"),
      select.choice("--sign-by-default", options.sign_by_default, "yes|no", "Whether every mail is signed"),
      select.choice("--encrypt-by-default", options.encrypt_by_default, "off|required",
                    "Whether every mail is encrypted"),
      select.choice("--technology", options.technology, "automatic|smime|openpgp",
                    "What new mail uses where both S/MIME and OpenPGP are set up"),
  };
  auto* undo = select.flag("--undo", options.undo, "Go back to what was chosen before the last change");
  auto* cancel = select.flag("--cancel-pending", options.cancel_pending,
                             "Drop the choice that waits until Thunderbird is closed");
  undo->excludes(cancel);
  for (auto* wish : wishes) {
    undo->excludes(wish);
    cancel->excludes(wish);
  }
  select.tokens().json().password_of_profile();
}

void add_explain(CLI::App& app, Options& options) {
  Command explain(app, options, "explain",
                  "Say of each mail identity whether it can sign and encrypt, why not, and what mends it");
  explain.profile();
  explain.value("--identity", options.identity, "IDENTITY", "Only this one: its id or its address");
  explain.flag("--fix", options.fix,
               "Do what needs no decision: never trust a root that nobody trusts, never delete anything");
  explain.tokens().json();
  explain.descriptor("--primary-password-fd", "to",
                     "With --fix: read the primary password of the profile from this file descriptor");
  explain.descriptor("--from-password-fd", "from",
                     "With --fix: read that of the profile that helps from this file descriptor");
  explain.footer("Exit status: 0 when every identity can sign, 1 otherwise.");
}

void add_restore(CLI::App& app, Options& options) {
  Command restore(app, options, "restore", "List the backups of a profile, or bring one back");
  restore.profile();
  auto* list = restore.flag("--list", options.list, "Only list the backups; also without BACKUP");
  restore.value("backup", options.backup, "BACKUP", "The name of the backup to bring back")->excludes(list);
  restore.json();
}

void add_scope(Command& command, Options& options) {
  auto* user = command.flag("--user", options.for_user, "For this user alone (the default)");
  command.flag("--system", options.for_system, "For all users of this computer; as root")->excludes(user);
}

void add_install(CLI::App& app, Options& options) {
  Command install(app, options, "install", "Make Firefox and Thunderbird find Certferry");
  install.flag("--firefox", options.for_firefox, "Only Firefox, and what shares its folder (default: both)");
  install.flag("--thunderbird", options.for_thunderbird,
               "Only Thunderbird, and what shares its folder (default: both)");
  add_scope(install, options);
  install.values("--allow-extension", options.allow_extensions, "ID",
                 "Let another add-on use Certferry. May be given several times");
  install.values("--refuse-extension", options.refuse_extensions, "ID",
                 "Take that back. May be given several times");
  install.flag("--print", options.print, "Show what would be written and write nothing");
  install.json();

  Command uninstall(app, options, "uninstall", "Take away what install made, and say what stays");
  add_scope(uninstall, options);
  uninstall.json();

  Command doctor(app, options, "doctor", "Check the whole way from the add-on to the keys");
  auto* report = doctor.value("--report", options.report, "FILE",
                              "Write a new file to show to others: without names, addresses and your paths");
  doctor.value("--decode", options.decode, "N", "Explain \"tried to send a message of N bytes\", then stop")
      ->excludes(report);
  doctor.json();
  doctor.footer("Exit status: 0 when no error was found, 1 otherwise.");
}

void add_others(CLI::App& app, Options& options) {
  Command call(app, options, "call", "Run any method of the protocol and print its result as JSON");
  call.app()
      ->add_option("method", options.method, "The method, for example profiles.list")
      ->type_name("METHOD")
      ->required();
  call.value("params", options.params, "PARAMS", "Its parameters, one JSON object");
  call.json().password_of_profile();
  call.descriptor("--from-password-fd", "from",
                  "Read the primary password of `from` from this file descriptor");
  call.descriptor("--to-password-fd", "to", "Read the primary password of `to` from this file descriptor");

  Command completion(app, options, "completion", "Print a completion script for a shell");
  completion.app()
      ->add_option("shell", options.shell, "The shell")
      ->type_name("bash|zsh|fish")
      ->required()
      ->check(one_of("bash|zsh|fish"));
}

/// What may be said where nothing that was typed is repeated.
std::string safe_message(const CLI::ParseError& error) {
  const std::string name = error.get_name();
  if (name == "ExtrasError") return "The command line has a word that is not known.";
  if (name == "RequiredError")
    return "The command line lacks a command, or an option that the command needs.";
  if (name == "ExcludesError") return "Two options of the command line exclude each other.";
  return "An option of the command line has no value or one that it cannot take.";
}

}  // namespace

Arguments::Arguments()
    : m_app(std::make_unique<CLI::App>(
          "Moves e-mail certificates from Firefox to Thunderbird and looks after them.", "certferry")) {
  m_app->require_subcommand(1);
  m_app->get_formatter()->label("SUBCOMMAND", "COMMAND");
  m_app->get_formatter()->label("Subcommands", "Commands");
  m_app->set_version_flag("--version", "certferry " CERTFERRY_VERSION);
  m_app->footer(
      "`certferry COMMAND --help` explains a command. With --json a command prints one JSON value.");
  add_lists(*m_app, m_options);
  add_migrate(*m_app, m_options);
  add_import(*m_app, m_options);
  add_select(*m_app, m_options);
  add_export(*m_app, m_options);
  add_explain(*m_app, m_options);
  add_restore(*m_app, m_options);
  add_verify(*m_app, m_options);
  add_recipients(*m_app, m_options);
  add_learn(*m_app, m_options);
  add_share(*m_app, m_options);
  add_audit(*m_app, m_options);
  add_install(*m_app, m_options);
  add_others(*m_app, m_options);
}

Arguments::~Arguments() = default;

std::optional<Options> Arguments::parse(int count, const char* const* words) {
  try {
    m_app->parse(count, words);
    return m_options;
  } catch (const CLI::CallForHelp&) {
    m_wanted_text = m_app->help();
  } catch (const CLI::CallForVersion& version) {
    m_wanted_text = std::string(version.what()) + "\n";
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what(), safe_message(error));
  }
  return std::nullopt;
}

}  // namespace host::cli
