#include "staff/qr.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <qrencode.h>

#include <memory>

#include "base/check.h"

namespace enig::staff {
namespace {

constexpr int quiet_modules = 4;  // ISO/IEC 18004, section 9.1
constexpr int module_px = 5;

// What is used of the library; null where it is not there.
struct Library {
  Library() : handle(::dlopen("libqrencode.so.4", RTLD_NOW | RTLD_LOCAL)) {
    if (handle == nullptr) return;
    encode = reinterpret_cast<decltype(encode)>(::dlsym(handle, "QRcode_encodeString8bit"));
    free = reinterpret_cast<decltype(free)>(::dlsym(handle, "QRcode_free"));
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() {
    if (handle != nullptr) ::dlclose(handle);
  }
  [[nodiscard]] bool is_there() const { return encode != nullptr && free != nullptr; }

  void* handle;
  decltype(&QRcode_encodeString8bit) encode = nullptr;
  decltype(&QRcode_free) free = nullptr;
};

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
  const Library library;
  if (!library.is_there()) return {};
  const std::unique_ptr<QRcode, decltype(library.free)> code(
      library.encode(text.c_str(), 0, QR_ECLEVEL_M), library.free);
  ENIG_CHECK(code != nullptr);
  const int side = code->width + 2 * quiet_modules;
  std::string path;
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x) {
      if ((code->data[y * code->width + x] & 1) == 0) continue;
      path += fmt::format("M{} {}h1v1h-1z", x + quiet_modules, y + quiet_modules);
    }
  }
  return fmt::format(R"(<svg class="qr" role="img" aria-label="{0}" viewBox="0 0 {1} {1}")"
                     R"( width="{2}" height="{2}" shape-rendering="crispEdges">)"
                     R"(<path fill="#fff" d="M0 0h{1}v{1}h-{1}z"/>)"
                     R"(<path fill="#000" d="{3}"/></svg>)",
                     escaped(name), side, side * module_px, path);
}

}  // namespace enig::staff
