// Sheets and policies for the store's tests.
//
//     const opinion::Sheet said = sheet("a-u!", Stance::agree);
//     // agree, none, unsure and important; agree to the topic
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "opinion/ballot.h"
#include "policy/policy.h"
#include "tests/support/publications.h"

namespace enig::support {

// One letter a point: a, d, u, or - for none; a ! after it marks the point as important.
[[nodiscard]] inline opinion::Sheet sheet(std::string_view marks,
                                          std::optional<opinion::Stance> topic = std::nullopt) {
  opinion::Sheet sheet{.topic = topic, .marks = {}};
  for (const char c : marks) {
    switch (c) {
      case 'a':
        sheet.marks.push_back({opinion::Stance::agree, false});
        break;
      case 'd':
        sheet.marks.push_back({opinion::Stance::disagree, false});
        break;
      case 'u':
        sheet.marks.push_back({opinion::Stance::unsure, false});
        break;
      case '-':
        sheet.marks.push_back({});
        break;
      case '!':
        sheet.marks.back().important = true;
        break;
      default:
        ENIG_CHECK(false);
    }
  }
  return sheet;
}

// A policy of one section with these points.
[[nodiscard]] inline policy::Policy policy_of(const char* id,
                                              std::initializer_list<const char*> points) {
  policy::Policy policy = small_policy();
  policy.id = PolicyId(id);
  policy.sections.pop_back();
  policy.sections.front().points.clear();
  for (const char* const each : points) {
    policy.sections.front().points.push_back(point(each, "Tekst."));
  }
  return policy;
}

[[nodiscard]] inline opinion::BallotId ballot(std::uint8_t number) {
  opinion::BallotId id;
  id.bytes.back() = number;
  return id;
}

}  // namespace enig::support
