#include "staff/qr.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>

#include "base/check.h"

namespace enig::staff {
namespace {

constexpr int quiet_modules = 4;  // ISO/IEC 18004, section 9.1
constexpr int module_px = 5;

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

std::string qr_svg(const std::string& text, const std::string& name) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  ENIG_CHECK(code != nullptr);
  const int side = code->width + 2 * quiet_modules;
  std::string path;
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x) {
      if ((code->data[y * code->width + x] & 1) == 0) continue;
      path += fmt::format("M{} {}h1v1h-1z", x + quiet_modules, y + quiet_modules);
    }
  }
  return fmt::format(
      R"(<svg class="qr" role="img" aria-label="{0}" viewBox="0 0 {1} {1}" width="{2}" height="{2}")"
      R"( shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{1}v{1}h-{1}z"/>)"
      R"(<path fill="#000" d="{3}"/></svg>)",
      escaped(name), side, side * module_px, path);
}

}  // namespace enig::staff
