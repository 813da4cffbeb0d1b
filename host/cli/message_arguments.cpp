// SPDX-License-Identifier: MPL-2.0
#include <host/cli/command.hpp>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace host::cli {

void add_verify(CLI::App& app, Options& options) {
  Command verify(app, options, "verify", "Say who signed a message, and whether that is to be believed");
  verify.profile();
  verify.app()
      ->add_option("file", options.files, "The message as a mail program saves it (.eml), or what is signed or encrypted in it alone (.p7m)")
      ->type_name("FILE")
      ->required()
      ->expected(1);
  verify.json().password_of_profile();
  verify.footer("By the certificates and the trust of the profile; an encrypted message is opened with its keys. Exit status: 0 when the "
                "signature is good and the sender's, 1 when it is not, 2 for wrong usage, 3 on an error.");
}

void add_recipients(CLI::App& app, Options& options) {
  Command recipients(app, options, "recipients", "Say to whom mail can be encrypted, and with what");
  recipients.profile();
  recipients.app()->add_option("address", options.addresses, "The address of a recipient")->type_name("ADDRESS")->required();
  recipients.json().password_of_profile();
  recipients.footer("By the certificates and the trust of the profile, as Thunderbird goes by them. Exit status: 0 when mail can be encrypted "
                    "to all of them, 1 when not, 2 for wrong usage, 3 on an error.");
}

void add_learn(CLI::App& app, Options& options) {
  Command learn(app, options, "learn", "Learn other people's certificates from what they sent");
  learn.profile();
  learn.app()
      ->add_option("files", options.files, "Signed messages (.eml), folders of them (mbox, maildir), certificates (.cer, .p7b, .p7s) or vCards")
      ->type_name("FILE...")
      ->required()
      ->expected(1, 1000);
  learn.values("--trust-root", options.trust_roots, fingerprint_type, "Trust this root for e-mail; all 64 digits. May be given several times");
  learn.values("--accept-change", options.accept_changes, fingerprint_type,
               "Let this certificate be used for an address that has one of another authority; all 64 digits. May be given several times");
  learn.flag("--dry-run", options.dry_run, "Show what would come of it, and change nothing");
  learn.json().password_of_profile();
  learn.footer("Of a message only what verifies as a whole, is the sender's and ends in a trusted root teaches anything. Exit status: 0 when "
               "everything that is signed is learned or was known, 1 when not or when nothing is signed, 2 for wrong usage, 3 on an error.");
}

void add_share(CLI::App& app, Options& options) {
  Command share(app, options, "share", "Write a certificate, without its key, into a file for others");
  share.profile();
  share.values("--certificate", options.certificates, fingerprint_type, "This one; 8 or more digits of its fingerprint")->required()->expected(1);
  share.value("--out", options.out, "FILE",
              "The new file: .p7b with the chain, .cer the certificate alone, .vcf in a card for address books")
      ->required();
  share.json().password_of_profile();
  share.footer("For people who cannot get a signed mail. Who gets the file should compare the fingerprint with you by another way. Exit status: 0 "
               "when the file is written, 2 for wrong usage, 3 on an error.");
}

}  // namespace host::cli
