// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/migration/plan.hpp>
#include <nssbridge/error.hpp>

#include <vector>

/// Why something teaches nothing, besides what is wrong with a message.
namespace host::correspondents {

nssbridge::Reason reason_of(const nssbridge::Error& error);
/// A file of certificates without anybody's.
nssbridge::Reason nobody_there();
nssbridge::Reason from_the_future();
/// Of these at least one is not trusted.
nssbridge::Reason untrusted_root(const std::vector<migration::RootPlan>& roots);
nssbridge::Reason cannot_receive();
/// Rule C4.
nssbridge::Reason another_authority();

}  // namespace host::correspondents
