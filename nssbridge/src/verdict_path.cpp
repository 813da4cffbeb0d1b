// SPDX-License-Identifier: MPL-2.0
#include "verdict_path.hpp"

#include "name_constraints.hpp"
#include "verdict_checks.hpp"

#include <algorithm>
#include <tuple>

namespace nssbridge {

using reasons::Place;

namespace {

constexpr std::size_t most_authorities_below = 6;  // mozpkix, MAX_SUBCA_COUNT

/// Of several certificates of an authority the likeliest first: its key identifier fits, it is valid, it
/// lasts longest.
bool likelier(const Certificate& subject, Time at, const Certificate* left, const Certificate* right) {
  auto rank = [&](const Certificate* each) {
    const bool fits = !subject.authority_key_id || each->subject_key_id == subject.authority_key_id;
    const bool valid = each->not_before <= at && at <= each->not_after;
    return std::tuple(fits, valid, each->not_after, each->fingerprint);
  };
  return rank(left) > rank(right);
}

}  // namespace

struct PathBuilder::Path {
  std::vector<const Certificate*> authorities;  ///< nearest first
  bool complete = false;
  bool anchored = false;
  std::vector<Reason> problems;

  bool acceptable() const { return anchored && problems.empty(); }
};

bool PathBuilder::better(const Path& left, const Path& right) {
  auto rank = [](const Path& path) {
    return std::tuple(path.acceptable(), path.anchored, path.complete, path.authorities.size() > 0,
                      -static_cast<std::ptrdiff_t>(path.problems.size()));
  };
  return rank(left) > rank(right);
}

Chain PathBuilder::build(const Certificate& leaf, bool own_trust) {
  Path path;
  const Anchor anchor = m_knowledge.anchor(leaf);
  const bool ends_here = (anchor == Anchor::trusted && own_trust) || m_knowledge.self_signed(leaf);
  if (ends_here) {
    judge_root(leaf, true, path);
  } else {
    m_below = {&leaf};
    path = above(leaf);
    if (anchor == Anchor::distrusted) path.problems.push_back(reasons::distrusted(Place::itself));
  }
  Chain chain;
  chain.certificates = {&leaf};
  chain.certificates.insert(chain.certificates.end(), path.authorities.begin(), path.authorities.end());
  const Certificate& last = *chain.certificates.back();
  chain.complete = path.complete;
  chain.root_trusted = path.anchored;
  chain.root_builtin = find_builtin_root(last.fingerprint) != nullptr;
  chain.root_distrusted = m_knowledge.anchor(last) == Anchor::distrusted;
  chain.problems = std::move(path.problems);
  return chain;
}

PathBuilder::Path PathBuilder::above(const Certificate& subject) {
  Path best;
  best.problems.push_back(reasons::chain_incomplete());
  for (const auto* authority : candidates(subject)) {
    if (m_steps == 0) break;
    --m_steps;
    if (m_knowledge.signature(subject, *authority) == Signature::bad) continue;
    Path path = through(*authority, subject);
    if (better(path, best)) best = std::move(path);
    if (best.acceptable()) break;
  }
  return best;
}

PathBuilder::Path PathBuilder::through(const Certificate& authority, const Certificate& subject) {
  const Anchor anchor = m_knowledge.anchor(authority);
  const bool ends_here =
      anchor == Anchor::trusted || anchor == Anchor::distrusted || m_knowledge.self_signed(authority);
  Path path;
  if (ends_here) {
    judge_root(authority, false, path);
  } else if (m_below.size() > most_authorities_below) {
    path.problems.push_back(reasons::path_too_long());
  } else {
    m_below.push_back(&authority);
    path = above(authority);
    m_below.pop_back();
  }
  judge(authority, subject, anchor, path.problems);
  path.authorities.insert(path.authorities.begin(), &authority);
  return path;
}

std::vector<const Certificate*> PathBuilder::candidates(const Certificate& subject) const {
  auto found = m_knowledge.authorities(subject.issuer_der);
  std::erase_if(found, [&](const Certificate* each) { return is_loop(*each); });
  std::ranges::sort(
      found, [&](const auto* left, const auto* right) { return likelier(subject, m_at, left, right); });
  return found;
}

const Certificate* PathBuilder::likeliest(const Knowledge& knowledge, const Certificate& subject, Time at) {
  const PathBuilder builder(knowledge, at);
  const auto found = builder.candidates(subject);
  return found.empty() ? nullptr : found.front();
}

bool PathBuilder::is_loop(const Certificate& authority) const {
  return std::ranges::any_of(m_below, [&](const Certificate* each) {
    return each->subject_der == authority.subject_der && each->spki == authority.spki;
  });
}

void PathBuilder::judge(const Certificate& authority, const Certificate& subject, Anchor anchor,
                        std::vector<Reason>& problems) const {
  checks::common(authority, Place::authority, m_at, anchor == Anchor::trusted, problems);
  checks::authority_usages(authority, m_below.size() - 1, problems);
  if (authority.web_features && (authority.web_features->empty() || authority.web_features != subject.web_features))
    problems.push_back(reasons::web_features_missing());
  if (m_knowledge.signature(subject, authority) != Signature::good)
    problems.push_back(reasons::unverified_signature());
  const auto imposed = imposed_constraints(subject.issuer_der);
  for (const auto& constraints : {authority.name_constraints, imposed}) {
    if (!constraints) continue;
    const bool all_within =
        std::ranges::all_of(m_below, [&](const auto* each) { return within(*constraints, *each); });
    if (!all_within) problems.push_back(reasons::outside_name_constraints());
  }
}

void PathBuilder::judge_root(const Certificate& root, bool is_leaf, Path& path) const {
  path.complete = true;
  const Anchor anchor = m_knowledge.anchor(root);
  path.anchored = anchor == Anchor::trusted;
  const auto* shipped = find_builtin_root(root.fingerprint);
  if (anchor == Anchor::distrusted)
    path.problems.push_back(reasons::distrusted(is_leaf ? Place::itself : Place::authority));
  else if (anchor == Anchor::unknown)
    path.problems.push_back(reasons::trust_unknown());
  else if (!path.anchored)
    path.problems.push_back(shipped != nullptr ? reasons::root_ships_without_email_trust()
                                               : reasons::root_not_trusted(is_leaf));
  else if (shipped != nullptr && shipped->email_distrust_after && !m_below.empty() &&
           m_below.front()->not_before > *shipped->email_distrust_after)
    path.problems.push_back(reasons::root_too_old(*shipped->email_distrust_after));
}

}  // namespace nssbridge
