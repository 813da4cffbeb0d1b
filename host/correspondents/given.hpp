// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/correspondents/folder.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/values.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Files that somebody can be learnt from, taken apart by what is in them, not by their names.
namespace host::correspondents {

/// A piece of one of several files, which come one after the other.
struct FilePiece {
  std::size_t file = 0;  ///< its number, as the person or the program counts; a folder's files all have the same
  std::string octets;
  bool file_ends = false;
};

/// The next piece; nothing where all is read.
using NextPiece = std::function<std::optional<FilePiece>()>;

/// Hears what is in a file. What is handed over lives as long as the call.
class Finder {
 public:
  virtual ~Finder() = default;
  /// As a mail server delivers it (RFC 5322), or as it stands in a folder.
  virtual void message(std::string_view octets, bool of_folder) = 0;
  virtual void certificate(nssbridge::BytesView der) = 0;       ///< of a certificate file (DER, PEM, PKCS#7), or of a key in a vCard
  virtual void der_file(std::string_view octets) = 0;           ///< a whole file in DER or base64 of it, before the certificates in it
  virtual void fault(const nssbridge::Error& error) = 0;        ///< bad_file, for a key file and what is nothing of it too; too_large
};

/// One file, in pieces of any size. Holds no more of it than one message.
class GivenFile {
 public:
  explicit GivenFile(Finder& finder);
  void add(std::string_view piece);
  void end();

 private:
  void begin(bool file_ends);
  void take_whole();
  void take_der(nssbridge::BytesView der);
  void take(const std::vector<nssbridge::Bytes>& certificates);

  Finder& m_finder;
  std::optional<Folder> m_folder;
  std::string m_kept;  ///< the begin, and all of what is no folder
  bool m_past_mark = false;  ///< that of UTF-8 at the start
  bool m_begun = false;      ///< what stands at the start is told
  bool m_too_large = false;
};

}  // namespace host::correspondents
