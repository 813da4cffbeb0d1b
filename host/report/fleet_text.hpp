// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/report/report.hpp>
#include <host/text/style.hpp>

#include <string>

namespace host::report {

/// For people at a terminal: hosts that are not known as they should be, who loses something, what has changed, and how many hosts are in
/// each state. Empty where the report is not one of a fleet.
std::string fleet_text(const Tail& tail, const text::Style& style);

}  // namespace host::report
