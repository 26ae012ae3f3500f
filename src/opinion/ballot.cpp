#include "opinion/ballot.h"

#include <algorithm>

#include "base/hex.h"
#include "policy/policy.h"

namespace enig::opinion {
namespace {

int base64url_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '-') return 62;
  if (c == '_') return 63;
  return -1;
}

// RFC 4648 section 5, without padding: 22 letters hold 132 bits, of which the last 4 must be zero.
std::optional<BallotId> from_base64url(std::string_view text) {
  BallotId id;
  std::uint32_t bits = 0;
  int held = 0;
  std::size_t at = 0;
  for (const char c : text) {
    const int value = base64url_value(c);
    if (value < 0) return std::nullopt;
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    id.bytes[at++] = static_cast<std::uint8_t>((bits >> held) & 0xFFu);
  }
  const bool rest_is_zero = (bits & ((1u << held) - 1u)) == 0;
  return rest_is_zero ? std::optional(id) : std::nullopt;
}

std::optional<BallotId> from_hex(std::string_view text) {
  BallotId id;
  for (std::size_t i = 0; i < id.bytes.size(); ++i) {
    const std::optional<std::uint8_t> byte = hex_byte(text[2 * i], text[2 * i + 1]);
    if (!byte) return std::nullopt;
    id.bytes[i] = *byte;
  }
  return id;
}

std::optional<BallotId> from_uuid(std::string_view text) {
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen_place = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen_place != (text[i] == '-')) return std::nullopt;
    if (!hyphen_place) digits.push_back(text[i]);
  }
  return from_hex(digits);
}

Error unknown_point(const PointId& point, const policy::Policy& policy) {
  return {Fault::unknown,
          "The policy \"" + policy.id.str() + "\" has no point \"" + point.str() + "\".",
          "Answer only points that GET /api/v1/policies/" + policy.id.str() + " lists."};
}

}  // namespace

std::optional<BallotId> ballot_id_from(std::string_view text) {
  switch (text.size()) {
    case 32:
      return from_hex(text);
    case 36:
      return from_uuid(text);
    case 22:
      return from_base64url(text);
    default:
      return std::nullopt;
  }
}

std::string to_text(const BallotId& id) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : id.bytes) {
    text.push_back(digits[byte >> 4]);
    text.push_back(digits[byte & 15]);
  }
  return text;
}

bool is_empty(const Sheet& sheet) {
  return !sheet.topic && std::ranges::none_of(
                             sheet.marks, [](const Mark& mark) { return mark.stance.has_value(); });
}

Error unknown_policy(std::string_view id) {
  return {Fault::unknown, "There is no policy \"" + std::string(id) + "\" here.",
          "GET /api/v1/policies lists those that there are."};
}

std::expected<Sheet, Error> check(const policy::Policy& policy, const Ballot& ballot) {
  if (ballot.policy != policy.id) return std::unexpected(unknown_policy(ballot.policy.str()));
  if (ballot.consent != Consented::yes) {
    return std::unexpected(
        Error{Fault::refused, "The ballot carries no consent.",
              "Send \"consent\": true once the person has agreed to be counted."});
  }
  if (ballot.revision != policy.revision) {
    return std::unexpected(Error{
        Fault::stale,
        "The ballot answers revision \"" + ballot.revision.str() +
            "\", but the policy is now at \"" + policy.revision.str() + "\".",
        "Load the policy again, let the person see what changed, and send the answers anew."});
  }
  const policy::PointIndex index(policy);
  Sheet sheet{.topic = ballot.topic, .marks = std::vector<Mark>(index.size())};
  for (const auto& [point, stance] : ballot.answers) {
    const std::optional<std::size_t> at = index.find(point);
    if (!at) return std::unexpected(unknown_point(point, policy));
    sheet.marks[*at].stance = stance;
  }
  for (const PointId& point : ballot.important) {
    const std::optional<std::size_t> at = index.find(point);
    if (!at) return std::unexpected(unknown_point(point, policy));
    sheet.marks[*at].important = true;
  }
  return sheet;
}

}  // namespace enig::opinion
