// What everybody would guess, from assets/staff/common_passwords.txt.
#pragma once

#include <span>
#include <string_view>

namespace enig::staff {

[[nodiscard]] std::span<const std::string_view> common_passwords();

}  // namespace enig::staff
