#include "cli/flags.h"

#include <catch2/catch_test_macros.hpp>
#include <initializer_list>
#include <string>
#include <vector>

#include "cli/serve.h"

using namespace enig;
using cli::Flag;
using cli::Flags;

namespace {

constexpr Flag known[] = {
    {"--data", "DIR", cli::Need::required}, {"--listen", "ADDR:PORT"}, {"--json"}};

std::expected<Flags, Error> parse(std::initializer_list<std::string_view> args) {
  return Flags::parse("try", known, std::vector(args));
}

std::string refusal(std::initializer_list<std::string_view> args) {
  const auto flags = parse(args);
  REQUIRE_FALSE(flags.has_value());
  return to_text(flags.error());
}

}  // namespace

TEST_CASE("flags take their value after a space or an equals sign") {
  const auto flags = parse({"--data", "a b", "--listen=x=y", "--json"});
  REQUIRE(flags.has_value());
  CHECK(flags->value("--data") == "a b");
  CHECK(flags->value("--listen") == "x=y");
  CHECK(flags->has("--json"));
  CHECK_FALSE(parse({"--data", "d"})->has("--json"));
  CHECK(parse({"--data", "d"})->value("--listen", "otherwise") == "otherwise");
}

TEST_CASE("what is not understood is said in a sentence") {
  const std::string help = " enig try --help shows how to use it.";
  CHECK(refusal({"--date", "d"}) == "enig try does not know \"--date\"." + help);
  CHECK(refusal({"--data", "d", "stray"}) == "enig try does not know \"stray\"." + help);
  CHECK(refusal({"--data"}) == "--data wants DIR." + help);
  CHECK(refusal({"--data="}) == "--data wants DIR." + help);
  CHECK(refusal({"--data", "d", "--json=yes"}) == "--json takes no value." + help);
  CHECK(refusal({"--data", "d", "--json="}) == "--json takes no value." + help);
  CHECK(refusal({"--data", "d", "--data", "e"}) == "--data is given twice." + help);
  CHECK(refusal({"--json"}) == "enig try wants --data DIR." + help);
}

TEST_CASE("an address to listen on is a number and a port") {
  CHECK(cli::endpoint_from("127.0.0.1:8080") == server::Endpoint{"127.0.0.1", 8080});
  CHECK(cli::endpoint_from("[::1]:0") == server::Endpoint{"::1", 0});
  for (const char* const bad :
       {"", ":", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
        "127.0.0.1:80x", "::1:80", "[]:80"}) {
    CAPTURE(bad);
    CHECK_FALSE(cli::endpoint_from(bad).has_value());
  }
}
