#include "files/csv.h"

#include <zlib.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "base/limits.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using files::CsvRow;

namespace {

struct Read {
  std::vector<std::string> rows;  // "LINE: FIELD|FIELD"
  std::vector<std::string> problems;
};

Read read(const support::TemporaryFolder& folder, std::string_view text,
          const std::vector<std::string_view>& columns = {"a", "b?"}) {
  folder.write("table.csv", std::string(text));
  Read found;
  const auto done = files::read_csv(folder.path() / "table.csv", columns,
                                    [&](const CsvRow& row) -> std::optional<Error> {
                                      if (row.fields[0] == "wrong")
                                        return Error{Fault::malformed, "It is wrong.", "Mend it."};
                                      std::string text_of_row = std::to_string(row.line) + ":";
                                      for (const std::string& field : row.fields)
                                        text_of_row += " " + field + "|";
                                      found.rows.push_back(text_of_row);
                                      return std::nullopt;
                                    });
  if (done) return found;
  const std::string name = (folder.path() / "table.csv").string();
  for (const Error& error : done.error()) {
    std::string what = error.what;
    if (const auto at = what.find(name); at != std::string::npos)
      what.replace(at, name.size(), "T");
    found.problems.push_back(what);
  }
  return found;
}

}  // namespace

TEST_CASE("the columns that are asked for are given, wherever they stand") {
  const support::TemporaryFolder folder;
  CHECK(read(folder, "c,b,a\n1,2,3\n4,5,6\n").rows ==
        std::vector<std::string>{"2: 3| 2|", "3: 6| 5|"});
  CHECK(read(folder, "a\n1").rows == std::vector<std::string>{"2: 1| |"});
  CHECK(read(folder,
             "\xEF\xBB\xBF"
             "a,b\r\n1,\r\n")
            .rows == std::vector<std::string>{"2: 1| |"});
}

TEST_CASE("a quoted field may hold commas, quotation marks and line ends") {
  const support::TemporaryFolder folder;
  const Read found = read(folder, "a,b\n\"x,\"\"y\"\"\nz\",1\nBærum,2\n");
  CHECK(found.rows == std::vector<std::string>{"2: x,\"y\"\nz| 1|", "4: Bærum| 2|"});
}

TEST_CASE("what is wrong is told with its line, and the rows after it are looked at too") {
  const support::TemporaryFolder folder;
  const Read found = read(folder, "a,b\nwrong,1\nfine,2\n1,2,3\n\xC3,1\nwrong,2\n");
  CHECK(found.problems ==
        std::vector<std::string>{"T:2: It is wrong.",
                                 "T:4: The row has 3 fields and not 2, as the first line.",
                                 "T:5: The text is not UTF-8.", "T:6: It is wrong."});
}

TEST_CASE("more wrong rows than are said is said too") {
  const support::TemporaryFolder folder;
  std::string many = "a,b\n";
  for (std::size_t i = 0; i < limits::rows_reported_max; ++i) many += "wrong,1\n";
  const Read all = read(folder, many);
  REQUIRE(all.problems.size() == limits::rows_reported_max);
  CHECK(all.problems.back() == "T:21: It is wrong.");
  const Read more = read(folder, many + "wrong,1\nwrong,1\n");
  REQUIRE(more.problems.size() == limits::rows_reported_max + 1);
  CHECK(more.problems.back() == "T: … and more; these were the first 20.");
}

TEST_CASE("what is no table is refused") {
  const support::TemporaryFolder folder;
  CHECK(read(folder, "").problems == std::vector<std::string>{"T is empty."});
  CHECK(read(folder, "b,c\n1,2\n").problems ==
        std::vector<std::string>{"T:1: The column \"a\" is missing."});
  for (const char* text : {"a,b\n\"open,1\n", "a,b\nx\"y,1\n", "a,b\n\"x\"y,1\n"}) {
    CAPTURE(text);
    const Read found = read(folder, text);
    REQUIRE(found.problems.size() == 1);
    CHECK(found.problems[0].find("This is no table") != std::string::npos);
  }
  const std::string endless =
      "a,b\n\"" + std::string(limits::csv_field_bytes_max + 9, 'x') + "\",1\n";
  CHECK(read(folder, endless).problems.size() == 1);
  const auto missing =
      files::read_csv(folder.path() / "none.csv", std::array<std::string_view, 1>{"a"},
                      [](const CsvRow&) { return std::optional<Error>(); });
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().front().fault == Fault::unavailable);
}

TEST_CASE("an open quotation mark is said where its row begins") {
  const support::TemporaryFolder folder;
  const Read found = read(folder, "a,b\n1,2\n\"x\ny\",2\n3,\"open\n4,5\n6,7\n");
  REQUIRE(found.problems.size() == 1);
  CHECK(found.problems[0].starts_with("T:5: This is no table: a quotation mark is open"));
}

TEST_CASE("what a spreadsheet saves as its own form is named") {
  const support::TemporaryFolder folder;
  const std::vector<std::string> no_commas = {"T:1: The columns are not separated by commas."};
  CHECK(read(folder, "a;b\n1;2\n").problems == no_commas);
  CHECK(read(folder, "\"a\";\"b\"\r\n\"1, 2\";2\r\n").problems == no_commas);
  CHECK(read(folder, "a\tb\n1\t2\n").problems == no_commas);
  CHECK(read(folder, "a,b\n1;2,3\n").problems.empty());
  const std::vector<std::string> utf16 = {"T:1: The text is UTF-16 and not UTF-8."};
  CHECK(read(folder, std::string("\xFF\xFE"
                                 "a\0,\0b\0\n\0",
                                 10))
            .problems == utf16);
  CHECK(read(folder, std::string("\xFE\xFF"
                                 "\0a\0,\0b\0\n",
                                 10))
            .problems == utf16);
}

TEST_CASE("a wanted column that is there twice is refused, another may be") {
  const support::TemporaryFolder folder;
  CHECK(read(folder, "a,b,a\n1,2,3\n").problems ==
        std::vector<std::string>{"T:1: There are two columns \"a\"."});
  CHECK(read(folder, "b,a,b\n1,2,3\n").problems ==
        std::vector<std::string>{"T:1: There are two columns \"b\"."});
  CHECK(read(folder, "c,a,c\n1,2,3\n").rows == std::vector<std::string>{"2: 2| |"});
}

TEST_CASE("a table that is packed with gzip is read as it is; a torn one is refused") {
  const support::TemporaryFolder folder;
  const std::string path = (folder.path() / "packed.csv.gz").string();
  gzFile file = gzopen(path.c_str(), "wb");
  const std::string text = "a\n" + std::string(100'000, '7') + "\n";
  REQUIRE(gzwrite(file, text.data(), static_cast<unsigned>(text.size())) > 0);
  gzclose(file);
  std::size_t size = 0;
  const auto use = [&](const CsvRow& row) {
    size = row.fields[0].size();
    return std::optional<Error>();
  };
  CHECK(files::read_csv(path, std::array<std::string_view, 1>{"a"}, use).has_value());
  CHECK(size == 100'000);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  CHECK_FALSE(files::read_csv(path, std::array<std::string_view, 1>{"a"}, use).has_value());
}
