// SPDX-License-Identifier: MPL-2.0
#include <host/cli/command.hpp>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace host::cli {

void add_import(CLI::App& app, Options& options) {
  Command import(app, options, "import", "Bring a key file (.p12, .pfx) or certificates (.p7b, .cer, .pem) into a profile");
  import.profile();
  import.app()
      ->add_option("files", options.files, "The key file; files with certificates of its chain may follow. What Certferry wrote beside a whole backup's is found by itself")
      ->type_name("FILE...")
      ->required()
      ->expected(1, 16);
  import.values("--trust-root", options.trust_roots, fingerprint_type,
                "Trust this root for e-mail; all 64 digits. May be given several times");
  import.flag("--no-select", options.no_select, "Do not choose the certificates for mail identities");
  import.flag("--dry-run", options.dry_run, "Show what is in the file and what would happen, and change nothing");
  import.json();
  import.descriptor("--password-fd", "file", "Read the password of the key file from this file descriptor");
  import.descriptor("--primary-password-fd", "profile",
                    "Read the primary password of the profile from this file descriptor");
  import.footer(
      "Exit status: 0 when everything is done, 1 when something is left to do, 2 for wrong usage, 3 on an "
      "error.");
}

void add_export(CLI::App& app, Options& options) {
  Command command(app, options, "export", "Write certificates with their private keys into a new key file (PKCS#12)");
  command.profile();
  auto* some = command.values("--certificate", options.certificates, fingerprint_type,
                              "This one; 8 or more digits of its fingerprint. May be given several times");
  command.flag("--all", options.all, "Everything that has a private key, expired ones too")->excludes(some);
  command.value("--out", options.out, "FILE", "The new file; one that is there already is never overwritten")->required();
  command.flag("--compatible", options.compatible, "Protect it so that old programs can read it (3DES, SHA-1): weak");
  command.flag("--allow-empty-password", options.allow_empty_password,
               "Write it even if the password is empty: whoever gets the file can use the keys");
  command.json().passwords_of_file_and_profile();
  command.footer("The file's password is asked for twice, or taken from --password-fd. Exit status: 0 when everything is in the "
                 "file, 1 when keys that may not leave the profile were left out, 2 for wrong usage, 3 on an error.");
}

}  // namespace host::cli
