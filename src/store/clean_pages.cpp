#include "store/clean_pages.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <memory>
#include <mutex>

#include "base/check.h"
#include "base/limits.h"

namespace enig::store::sqlite {
namespace {

static_assert(limits::file_pages_max < 0x02000000);

constexpr std::size_t file_header_bytes = 100;  // at the begin of the first page
constexpr int page_bytes_max = 65'536;

// Each begins with what SQLite knows of it, so that a pointer to the one is one to the other.
struct Methods {
  sqlite3_io_methods own;
  const sqlite3_io_methods* base;
};
struct Layer {
  sqlite3_vfs own;
  sqlite3_vfs* base;
  std::string name;
};

struct Layers {
  std::mutex mutex;
  std::map<const sqlite3_io_methods*, std::unique_ptr<Methods>> methods;  // ours by the base's
  std::map<std::string, std::unique_ptr<Layer>> layers;                   // by the base's name
};

// SQLite's own list of layers is one for the whole program too.
Layers& all() {
  static Layers only;
  return only;
}

std::size_t two_bytes(std::span<const std::uint8_t> page, std::size_t at) {
  return static_cast<std::size_t>(page[at]) << 8 | page[at + 1];
}

int write_clean(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  const auto& methods = *reinterpret_cast<const Methods*>(file->pMethods);
  const auto bytes = static_cast<unsigned>(size);
  if (size < 512 || size > page_bytes_max || !std::has_single_bit(bytes) || offset % size != 0) {
    return methods.base->xWrite(file, data, size, offset);
  }
  std::array<std::uint8_t, page_bytes_max> copy;
  std::copy_n(static_cast<const std::uint8_t*>(data), bytes, copy.begin());
  clean_page(std::span(copy).first(bytes), offset == 0 ? file_header_bytes : 0);
  return methods.base->xWrite(file, copy.data(), size, offset);
}

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  sqlite3_vfs* const base = reinterpret_cast<Layer*>(vfs)->base;
  const int code = base->xOpen(base, name, file, flags, out_flags);
  if (code != SQLITE_OK || file->pMethods == nullptr) return code;
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return code;
  const std::lock_guard lock(all().mutex);
  std::unique_ptr<Methods>& methods = all().methods[file->pMethods];
  if (!methods) {
    methods = std::make_unique<Methods>(Methods{*file->pMethods, file->pMethods});
    methods->own.xWrite = write_clean;
  }
  file->pMethods = &methods->own;
  return code;
}

}  // namespace

std::string clean_vfs(const std::string& base) {
  const std::lock_guard lock(all().mutex);
  std::unique_ptr<Layer>& layer = all().layers[base];
  if (!layer) {
    layer = std::make_unique<Layer>();
    layer->base = sqlite3_vfs_find(base.empty() ? nullptr : base.c_str());
    ENIG_CHECK(layer->base != nullptr);
    layer->own = *layer->base;
    layer->name = base.empty() ? "enig-clean" : "enig-clean-" + base;
    layer->own.zName = layer->name.c_str();
    layer->own.xOpen = open_file;
    ENIG_CHECK(sqlite3_vfs_register(&layer->own, 0) == SQLITE_OK);
  }
  return layer->name;
}

void clean_page(std::span<std::uint8_t> page, std::size_t header_at) {
  const std::uint8_t kind = page[header_at];
  const bool is_leaf = kind == 0x0A || kind == 0x0D;
  if (!is_leaf && kind != 0x02 && kind != 0x05) return;
  const std::size_t rows = two_bytes(page, header_at + 3);
  const std::size_t list_end = header_at + (is_leaf ? 8 : 12) + 2 * rows;
  std::size_t content = two_bytes(page, header_at + 5);
  if (content == 0) content = page_bytes_max;
  if (list_end > content || content > page.size()) return;
  std::ranges::fill(page.subspan(list_end, content - list_end), std::uint8_t{0});
  // A free block: where the next one begins, its length, and what was there.
  std::size_t block = two_bytes(page, header_at + 1);
  while (block >= content && block + 4 <= page.size()) {
    const std::size_t next = two_bytes(page, block);
    const std::size_t length = two_bytes(page, block + 2);
    if (length < 4 || block + length > page.size()) return;
    std::ranges::fill(page.subspan(block + 4, length - 4), std::uint8_t{0});
    if (next <= block) return;
    block = next;
  }
}

}  // namespace enig::store::sqlite
