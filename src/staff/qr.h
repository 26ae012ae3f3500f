// A QR code as an SVG picture of its own, black on white with its quiet zone, whatever the page's
// colours are.
//
//     qr_svg("otpauth://totp/…", "QR code for the app on your phone");
#pragma once

#include <string>

namespace enig::staff {

// Made by libqrencode, which is loaded when a picture is first asked for: empty where the machine
// has none, and the secret is then typed. `name` is what assistive technology says. Precondition:
// the text fits (2,953 bytes) and neither holds a null.
[[nodiscard]] std::string qr_svg(const std::string& text, const std::string& name);

}  // namespace enig::staff
