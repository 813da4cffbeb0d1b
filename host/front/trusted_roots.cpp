// SPDX-License-Identifier: MPL-2.0
#include <host/digest/digest.hpp>
#include <host/front/small_file.hpp>
#include <host/front/trusted_path.hpp>
#include <host/front/trusted_roots.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/key_file.hpp>

#include <algorithm>

namespace host::front {
namespace {

namespace fs = std::filesystem;
namespace key_file = nssbridge::key_file;
using key_file::Bag;
using nssbridge::Bytes;
using nssbridge::Error;
using nssbridge::Fingerprint;
using nssbridge::Kind;

constexpr uid_t root = 0;

[[noreturn]] void refuse_content() {
  throw Error(Kind::bad_file,
              "A file that \"trustedRoots\" of /etc/certferry/certferry.json names cannot be used: everybody must be able to read "
              "it, and it holds certificates in PEM and nothing else. Correct the file or the list.");
}

/// Whoever can change one of these decides whom the person's mail trusts.
void require_changed_by_root_alone(const fs::path& file) {
  const fs::path real = real_path(file);
  if (real.empty()) refuse_content();
  if (!is_changed_by_none_but(real, root))
    throw Error(Kind::permission_denied,
                "The configuration of the administrator names roots to trust, and others than root can change it, a file with such a root, or a "
                "folder above, so nothing was done.")
        .with_fix({"Have all of it belong to root; chmod go-w takes the right to write away from others.", std::nullopt});
}

Bytes octets_of(const std::string& text) { return {text.begin(), text.end()}; }

std::vector<Bag> certificates_in(const fs::path& file) {
  try {
    auto read = key_file::read(octets_of(read_small_file(file, root).value_or("")));
    const bool alone = std::ranges::all_of(read.bags, [](const Bag& bag) { return bag.kind == Bag::Kind::certificate; });
    if (alone && read.format == key_file::Format::certificates && !read.bags.empty()) return std::move(read.bags);
  } catch (const Error&) {
  }
  refuse_content();
}

}  // namespace

std::set<Fingerprint> read_trusted_roots(const fs::path& configuration, const std::vector<fs::path>& files) {
  require_changed_by_root_alone(configuration);
  std::set<Fingerprint> roots;
  for (const fs::path& file : files) {
    require_changed_by_root_alone(file);
    for (const Bag& bag : certificates_in(file))
      roots.insert({digest::sha256({reinterpret_cast<const char*>(bag.content.data()), bag.content.size()})});
  }
  return roots;
}

}  // namespace host::front
