#include "wire/sign_up.h"

#include "base/json_text.h"
#include "base/limits.h"
#include "wire/json_read.h"

namespace enig::wire {
namespace {

constexpr policy::JsonLimits sign_up_limits{
    .bytes_max = limits::sign_up_body_bytes_max, .depth_max = 1, .values_max = 3};

}  // namespace

std::string to_json(const SignUp& sign_up) {
  std::string json = "{";
  append_member(json, "address");
  append_text(json, sign_up.address);
  append_member(json, "language");
  append_text(json, sign_up.language);
  return json + "}";
}

std::expected<SignUp, Error> parse_sign_up(std::string_view json) {
  if (json.size() > limits::sign_up_body_bytes_max) {
    return std::unexpected(Error{Fault::too_large, "The sign-up is too long.", ""});
  }
  const auto root = read_tree({.name = "The sign-up", .json = json, .limits = sign_up_limits});
  if (!root) return std::unexpected(root.error());
  ObjectReader reader(*root, "The sign-up");
  SignUp sign_up{reader.text("address"), reader.text("language")};
  if (const auto error = reader.finish()) return std::unexpected(*error);
  return sign_up;
}

}  // namespace enig::wire
