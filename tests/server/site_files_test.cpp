#include "server/site_files.h"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>

#include "tests/support/temporary_folder.h"

using namespace enig;
using server::Request;
using server::Response;
using server::SiteFiles;

namespace {

std::string header(const Response& response, std::string_view name) {
  for (const server::Header& each : response.headers) {
    if (each.name == name) return each.value;
  }
  return "";
}

Request accepting(std::string encodings) {
  Request request;
  request.accept_encoding = std::move(encodings);
  return request;
}

}  // namespace

TEST_CASE("assets are sent with their type, pages and data of the folder are not") {
  const support::TemporaryFolder folder;
  folder.write("enig.wasm", std::string_view("\0asm", 4));
  folder.write("icons/a b.svg", "<svg/>");
  folder.write("index.html", "<p>");
  folder.write("api/v1/policies.json", "{}");
  folder.write("secret", "x");
  const auto files = SiteFiles::load(folder.path());
  REQUIRE(files.has_value());
  REQUIRE(files->find("/enig.wasm") != nullptr);
  const Response reply = reply_with(*files->find("/enig.wasm"), {});
  CHECK(reply.status == 200);
  CHECK(header(reply, "Content-Type") == "application/wasm");
  CHECK(*reply.body == std::string_view("\0asm", 4));
  CHECK(files->find("/icons/a b.svg") != nullptr);
  for (const char* const none :
       {"/index.html", "/api/v1/policies.json", "/secret", "/", "/../enig.wasm", "/icons"}) {
    CAPTURE(none);
    CHECK(files->find(none) == nullptr);
  }
}

TEST_CASE("the smallest encoding that is accepted is sent, each with its own ETag") {
  const support::TemporaryFolder folder;
  folder.write("enig.js", "plain");
  folder.write("enig.js.br", "brotli");
  folder.write("enig.js.gz", "gzip");
  const auto files = SiteFiles::load(folder.path());
  REQUIRE(files.has_value());
  const server::Resource& file = *files->find("/enig.js");
  const Response brotli = reply_with(file, accepting("gzip, deflate, br"));
  CHECK(*brotli.body == "brotli");
  CHECK(header(brotli, "Content-Encoding") == "br");
  CHECK(header(brotli, "Vary") == "Accept-Encoding");
  CHECK(header(brotli, "Content-Type") == "text/javascript; charset=utf-8");
  CHECK(*reply_with(file, accepting("gzip")).body == "gzip");
  const Response plain = reply_with(file, accepting(""));
  CHECK(*plain.body == "plain");
  CHECK(header(plain, "Content-Encoding").empty());
  CHECK(header(plain, "Vary") == "Accept-Encoding");
  CHECK(header(plain, "ETag") != header(brotli, "ETag"));

  Request again = accepting("br");
  again.if_none_match = header(brotli, "ETag");
  const Response known = reply_with(file, again);
  CHECK(known.status == 304);
  CHECK(known.body == nullptr);
  CHECK(header(known, "ETag") == header(brotli, "ETag"));
}

TEST_CASE("a part of a file is sent to who has the rest of the same") {
  const server::Resource file = server::uncompressed("text/plain", "0123456789");
  Request request;
  request.method = "GET";
  request.range = "bytes=2-4";
  const Response part = reply_with(file, request);
  CHECK(part.status == 206);
  CHECK(header(part, "Content-Range") == "bytes 2-4/10");
  REQUIRE(part.part.has_value());
  CHECK(part.body->substr(part.part->first, part.part->count) == "234");

  request.if_range = header(part, "ETag");
  CHECK(reply_with(file, request).status == 206);
  request.if_range = "\"another\"";
  CHECK(reply_with(file, request).status == 200);
  request.if_range.clear();
  request.range = "bytes=10-";
  const Response beyond = reply_with(file, request);
  CHECK(beyond.status == 416);
  CHECK(header(beyond, "Content-Range") == "bytes */10");
  request.range = "bytes=2-4";
  request.if_none_match = header(part, "ETag");
  CHECK(reply_with(file, request).status == 304);
  request.if_none_match.clear();
  request.method = "HEAD";
  CHECK(reply_with(file, request).status == 200);
}

TEST_CASE("what the server makes is sent by gzip to who does not know Brotli") {
  const std::string text(20'000, 'x');
  const server::Resource made = server::compressed("text/plain", text);
  const Response gzip = reply_with(made, accepting("gzip, deflate"));
  CHECK(header(gzip, "Content-Encoding") == "gzip");
  CHECK(gzip.body->size() < 200);
  CHECK(gzip.body->starts_with("\x1f\x8b"));
  CHECK(header(reply_with(made, accepting("gzip, br")), "Content-Encoding") == "br");
  CHECK(*reply_with(made, accepting("identity")).body == text);
}

TEST_CASE("a compressed file that is older than its original is not sent") {
  const support::TemporaryFolder folder;
  folder.write("enig.js.br", "of yesterday");
  folder.write("enig.js", "of today");
  namespace fs = std::filesystem;
  fs::last_write_time(folder.path() / "enig.js.br",
                      fs::last_write_time(folder.path() / "enig.js") - std::chrono::hours(1));
  const auto files = SiteFiles::load(folder.path());
  REQUIRE(files.has_value());
  CHECK(*reply_with(*files->find("/enig.js"), accepting("br")).body == "of today");
}

TEST_CASE("a link out of the folder is not followed") {
  const support::TemporaryFolder outside;
  outside.write("private.js", "secret");
  const support::TemporaryFolder folder;
  folder.write("own.js", "own");
  std::filesystem::create_symlink(outside.path() / "private.js", folder.path() / "stolen.js");
  std::filesystem::create_symlink(folder.path() / "own.js", folder.path() / "alias.js");
  const auto files = SiteFiles::load(folder.path());
  REQUIRE(files.has_value());
  CHECK(files->find("/stolen.js") == nullptr);
  CHECK(files->find("/alias.js") != nullptr);
}

TEST_CASE("a folder that is not there is an error with a remedy") {
  const support::TemporaryFolder folder;
  const auto files = SiteFiles::load(folder.path() / "nope");
  REQUIRE_FALSE(files.has_value());
  CHECK(to_text(files.error()).find("--site") != std::string::npos);
}
