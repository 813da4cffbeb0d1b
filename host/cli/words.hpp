// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/protocol/members.hpp>
#include <host/text/shown.hpp>
#include <host/text/words.hpp>

namespace host::cli {

using protocol::member;
using protocol::number_member;
using text::application_name;
using text::count_of;
using text::day_of;
using text::fingerprint_groups;
using text::is_true;
using text::short_fingerprint;
using text::text_of;

}  // namespace host::cli
