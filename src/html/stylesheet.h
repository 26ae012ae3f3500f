// The theme as a style sheet, so that HTML's boxes are those that paint lays out.
//
//     write("theme.css", html::stylesheet({.accent = "#c8102e", .accent_dark = "#ff7a85"}));
#pragma once

#include <string>

#include "policy/site.h"

namespace enig::html {

[[nodiscard]] std::string stylesheet(const policy::Theme& theme);

}  // namespace enig::html
