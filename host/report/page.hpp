// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/protocol/embedded.hpp>

namespace host::protocol {

/// host/report/page: "style", "body" and "script" of the page that shows a report; the script is all its modules in one.
std::span<const Embedded> embedded_report_page();

}  // namespace host::protocol
