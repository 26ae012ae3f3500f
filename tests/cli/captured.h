// A command that is called in this process, and what it printed.
//
//     const Captured captured(cli::recount_command, {"--data", "d"});
//     CHECK(captured.out == "…");
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace enig::support {

struct Captured {
  using Command = int (*)(std::span<const std::string_view>, std::FILE*, std::FILE*);

  Captured(Command command, const std::vector<std::string_view>& args) {
    std::FILE* const out_file = std::tmpfile();
    std::FILE* const err_file = std::tmpfile();
    exit_code = command(args, out_file, err_file);
    out = take(out_file);
    err = take(err_file);
  }

  int exit_code = 0;
  std::string out;
  std::string err;

 private:
  static std::string take(std::FILE* file) {
    REQUIRE(std::fseek(file, 0, SEEK_SET) == 0);
    std::string text;
    for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file))
      text.push_back(static_cast<char>(c));
    std::fclose(file);
    return text;
  }
};

}  // namespace enig::support
