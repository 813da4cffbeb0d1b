// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace host::native {

/// Every frame that we send is shorter than this, header included; browsers close the port at 1 MiB.
constexpr std::size_t largest_frame = 1'000'000;

/// One answer on its way out: as one message, or as $/part notifications where it is too long for that.
class Parts {
 public:
  /// `answer` is the whole JSON-RPC answer to `id`, valid JSON text.
  Parts(const nlohmann::json& id, std::string answer);

  std::size_t count() const { return m_ends.size(); }
  /// Bytes of the answer.
  std::size_t size() const { return m_text.size(); }
  /// The n-th message, from 0, as JSON text.
  std::string message(std::size_t number) const;

 private:
  void cut();

  std::string m_id;    ///< as JSON text
  std::string m_text;  ///< the answer
  std::vector<std::size_t> m_ends;
};

}  // namespace host::native
