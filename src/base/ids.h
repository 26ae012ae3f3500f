// Ids are types, not strings: a point's id cannot be passed where a policy's is wanted.
//
//     PointId point{"sone-1"};
//     if (ballot.answers.contains(point)) …
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace enig {

template <class Tag>
class StrongId {
 public:
  StrongId() = default;
  explicit StrongId(std::string value) : value_(std::move(value)) {}
  explicit StrongId(std::string_view value) : value_(value) {}
  explicit StrongId(const char* value) : value_(value) {}

  [[nodiscard]] const std::string& str() const { return value_; }
  [[nodiscard]] bool empty() const { return value_.empty(); }

  friend auto operator<=>(const StrongId&, const StrongId&) = default;

 private:
  std::string value_;
};

using PolicyId = StrongId<struct PolicyIdTag>;
using SectionId = StrongId<struct SectionIdTag>;
using PointId = StrongId<struct PointIdTag>;
// Digest of the policy file's bytes: 16 hexadecimal digits. A changed file has another revision.
using Revision = StrongId<struct RevisionTag>;

// True for 1 to limits::id_bytes_max characters of [a-z0-9-]: the form of every id in a file.
[[nodiscard]] bool is_well_formed_id(std::string_view text);

}  // namespace enig

template <class Tag>
struct std::hash<enig::StrongId<Tag>> {
  std::size_t operator()(const enig::StrongId<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.str());
  }
};
