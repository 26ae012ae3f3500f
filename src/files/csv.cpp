#include "files/csv.h"

#include <csv.h>
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "base/limits.h"
#include "base/utf8.h"

namespace enig::files {
namespace {

constexpr std::size_t chunk_bytes = 256 * 1024;

struct Closer {
  void operator()(gzFile file) const { gzclose(file); }
};
using Packed = std::unique_ptr<std::remove_pointer_t<gzFile>, Closer>;

Error cannot_be_read(const std::filesystem::path& path, std::string_view why) {
  return {Fault::unavailable, fmt::format("{} cannot be read: {}.", path.string(), why),
          "Check its name and who may read it."};
}

// Rows as libcsv finds them, with the line on which each begins.
class Rows {
 public:
  using Use = std::function<bool(std::size_t line, std::vector<std::string>& fields)>;

  explicit Rows(Use use) : use_(std::move(use)) {
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
  }
  ~Rows() { csv_free(&parser_); }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  // False where the text is no table, or `use` wants no more.
  bool feed(std::string_view text) {
    // Line by line, so that a row's place is known.
    while (!text.empty() && is_wanted_) {
      const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
      const bool is_blank = text.substr(0, end).find_first_not_of("\r\n") == std::string_view::npos;
      if (!is_in_row_ && !is_blank) {
        is_in_row_ = true;
        begin_ = line_;
      }
      if (csv_parse(&parser_, text.data(), end, &field, &row, this) != end) return false;
      if (csv_get_buffer_size(&parser_) > limits::csv_field_bytes_max) return false;
      if (text[end - 1] == '\n') ++line_;
      text.remove_prefix(end);
    }
    return is_wanted_;
  }
  bool finish() { return csv_fini(&parser_, &field, &row, this) == 0; }

  [[nodiscard]] bool is_wanted() const { return is_wanted_; }
  // Where the row begins that is being read.
  [[nodiscard]] std::size_t line() const { return begin_; }

 private:
  static void field(void* text, std::size_t size, void* rows) {
    auto* const self = static_cast<Rows*>(rows);
    if (self->count_ == self->fields_.size()) self->fields_.emplace_back();
    self->fields_[self->count_++].assign(static_cast<const char*>(text), size);
  }
  static void row(int, void* rows) {
    auto* const self = static_cast<Rows*>(rows);
    self->fields_.resize(self->count_);
    self->is_wanted_ = self->is_wanted_ && self->use_(self->begin_, self->fields_);
    self->count_ = 0;
    self->is_in_row_ = false;
  }

  Use use_;
  csv_parser parser_{};
  std::vector<std::string> fields_;
  std::size_t count_ = 0;
  std::size_t line_ = 1;
  std::size_t begin_ = 1;
  bool is_in_row_ = false;
  bool is_wanted_ = true;
};

constexpr const char* as_wanted =
    "Save the table as CSV with commas between the columns, and as UTF-8.";

// What a spreadsheet's own form of a table gives away at its beginning.
std::optional<Error> wrong_form(const std::filesystem::path& path, std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return Error{Fault::malformed,
                 fmt::format("{}:1: The text is UTF-16 and not UTF-8.", path.string()), as_wanted};
  }
  const std::string_view first = text.substr(0, text.find_first_of("\r\n"));
  if (first.find(',') == std::string_view::npos &&
      first.find_first_of(";\t") != std::string_view::npos) {
    return Error{Fault::malformed,
                 fmt::format("{}:1: The columns are not separated by commas.", path.string()),
                 as_wanted};
  }
  return std::nullopt;
}

// Gives every row, the header among them.
std::expected<void, Error> read_rows(const std::filesystem::path& path, const Rows::Use& use) {
  const Packed file(gzopen(path.c_str(), "rb"));
  if (!file) return std::unexpected(cannot_be_read(path, std::strerror(errno)));
  gzbuffer(file.get(), chunk_bytes);
  Rows rows(use);
  std::vector<char> chunk(chunk_bytes);
  bool is_first = true;
  const auto malformed = [&] {
    return Error{Fault::malformed,
                 fmt::format("{}:{}: This is no table: a quotation mark is open or out of place, "
                             "or a field has more than {} bytes.",
                             path.string(), rows.line(), limits::csv_field_bytes_max),
                 "Put a field with commas, quotation marks or line ends into quotation marks, and "
                 "double each in it."};
  };
  while (true) {
    const int got = gzread(file.get(), chunk.data(), static_cast<unsigned>(chunk.size()));
    if (got <= 0) {
      // A torn file ends as a whole one does, and only this tells.
      int code = Z_OK;
      const char* const why = gzerror(file.get(), &code);
      if (got == 0 && code == Z_OK) break;
      return std::unexpected(cannot_be_read(path, code == Z_ERRNO ? std::strerror(errno) : why));
    }
    const std::string_view text(chunk.data(), static_cast<std::size_t>(got));
    if (std::exchange(is_first, false)) {
      if (auto wrong = wrong_form(path, text)) return std::unexpected(std::move(*wrong));
    }
    if (!rows.feed(text)) {
      if (!rows.is_wanted()) return {};
      return std::unexpected(malformed());
    }
  }
  if (!rows.finish()) return std::unexpected(malformed());
  return {};
}

// Where the wanted columns are.
using Places = std::vector<std::optional<std::size_t>>;

std::expected<Places, Error> places_in(const std::vector<std::string>& header, CsvColumns columns) {
  Places places;
  for (std::string_view name : columns) {
    const bool may_miss = name.ends_with('?');
    if (may_miss) name.remove_suffix(1);
    const auto found = std::ranges::find(header, name);
    if (found == header.end()) {
      if (!may_miss) {
        return std::unexpected(Error{Fault::malformed,
                                     fmt::format("The column \"{}\" is missing.", name),
                                     "Name the columns in the first line."});
      }
      places.emplace_back();
      continue;
    }
    if (std::find(found + 1, header.end(), name) != header.end()) {
      return std::unexpected(Error{Fault::malformed,
                                   fmt::format("There are two columns \"{}\".", name),
                                   "Give each column a name of its own."});
    }
    places.emplace_back(found - header.begin());
  }
  return places;
}

void without_mark(std::vector<std::string>& header) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (!header.empty() && header.front().starts_with(byte_order_mark)) {
    header.front().erase(0, byte_order_mark.size());
  }
}

}  // namespace

std::expected<void, std::vector<Error>> read_csv(
    const std::filesystem::path& path, CsvColumns columns,
    const std::function<std::optional<Error>(const CsvRow&)>& use) {
  std::vector<Error> errors;
  const auto say = [&](std::size_t line, Error error) {
    if (errors.size() == limits::rows_reported_max) {
      errors.push_back({Fault::malformed,
                        fmt::format("{}: … and more; these were the first {}.", path.string(),
                                    limits::rows_reported_max),
                        ""});
      return false;
    }
    error.what = fmt::format("{}:{}: {}", path.string(), line, error.what);
    errors.push_back(std::move(error));
    return true;
  };
  std::optional<Places> places;
  std::size_t header_size = 0;
  std::vector<std::string> wanted(columns.size());
  const auto read = read_rows(path, [&](std::size_t line, std::vector<std::string>& fields) {
    if (!places) {
      without_mark(fields);
      auto found = places_in(fields, columns);
      if (!found) static_cast<void>(say(line, std::move(found.error())));
      if (!found) return false;
      places = std::move(*found);
      header_size = fields.size();
      return true;
    }
    if (fields.size() != header_size) {
      return say(line, {Fault::malformed,
                        fmt::format("The row has {} fields and not {}, as the first line.",
                                    fields.size(), header_size),
                        "Give each row a field for each column."});
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      wanted[i] = (*places)[i] ? fields[*(*places)[i]] : std::string();
      if (utf8::first_invalid(wanted[i])) {
        return say(line, {Fault::malformed, "The text is not UTF-8.", "Save the file as UTF-8."});
      }
    }
    std::optional<Error> error = use({line, wanted});
    return !error || say(line, std::move(*error));
  });
  if (!read) errors.push_back(read.error());
  if (read && !places && errors.empty()) {
    errors.push_back({Fault::malformed, fmt::format("{} is empty.", path.string()),
                      "Name the columns in the first line."});
  }
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return {};
}

std::expected<std::vector<std::string>, Error> csv_header(const std::filesystem::path& path) {
  std::vector<std::string> header;
  const auto read = read_rows(path, [&](std::size_t, std::vector<std::string>& fields) {
    without_mark(fields);
    header = fields;
    return false;
  });
  if (!read) return std::unexpected(read.error());
  return header;
}

}  // namespace enig::files
