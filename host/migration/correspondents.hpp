// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/migration/planner.hpp>

/// Other people's certificates, which a move takes along: what can serve e-mail, under a root that is trusted, and in nobody
/// else's place (rule C4).
namespace host::migration {

/// Those of the source, with their chains and how these people encrypt. What the target knows of that stays: it may be younger, and
/// no signature says so here.
void add_correspondents(const Planner& planner, Plan& plan);

/// Once the person was asked about roots: who is left out because nobody trusts theirs.
void settle_correspondents(Plan& plan);

}  // namespace host::migration
