// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/error.hpp>

/// Why something teaches nothing, besides what is wrong with a message.
namespace host::correspondents {

nssbridge::Reason reason_of(const nssbridge::Error& error);
/// A file of certificates without anybody's.
nssbridge::Reason nobody_there();
nssbridge::Reason from_the_future();
nssbridge::Reason cannot_receive();
/// To a question that somebody wanted to be asked.
nssbridge::Reason person_said_no();
nssbridge::Reason nobody_to_ask();

}  // namespace host::correspondents
