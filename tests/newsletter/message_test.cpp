#include "newsletter/message.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "base/utf8.h"
#include "newsletter/letters.h"
#include "tests/newsletter/sink.h"
#include "tests/support/golden.h"
#include "tests/support/publications.h"

using namespace enig;
using namespace enig::newsletter;
using support::body_of;
using support::field_of;

namespace {

constexpr std::int64_t noon = 1'795'435'200;  // 2026-11-23T12:00:00Z

Keys fixed_keys(const support::TemporaryFolder& folder) {
  folder.write("newsletter.key", "0123456789abcdef0123456789abcdef");
  return *Keys::create(folder.path() / "newsletter.key", store::WhenMissing::refuse);
}

Stationery stationery() {
  Stationery paper{support::small_publication().site,
                   {"Øya Arbeiderlag", "post@example.org"},
                   "https://enig.example.org/"};
  paper.site.languages = {"nb", "nn", "en"};
  return paper;
}

Subscriber kari(const char* language, Due due) {
  Subscriber row;
  row.seed = {1, 2, 3};
  row.address = "kari@example.org";
  row.language = language;
  row.asked = day_of(noon);
  row.lettered = day_of(noon);
  row.due = due;
  return row;
}

// The letter as it goes over the wire, with "\n", and then its words.
std::string shown(const Letter& letter) {
  std::string bytes = to_message(letter);
  const std::string words = body_of(bytes);
  std::erase(bytes, '\r');
  return bytes + "\n=====\n" + field_of(to_message(letter), "Subject") + "\n=====\n" + words;
}

bool is_wire_format(const std::string& message) {
  for (std::size_t begin = 0; begin < message.size();) {
    const std::size_t end = message.find("\r\n", begin);
    const std::string line = message.substr(begin, end - begin);
    for (const char c : line) {
      if (c < ' ' || c > '~') return false;
    }
    if (line.size() > 998) return false;
    if (end == std::string::npos) return true;
    begin = end + 2;
  }
  return true;
}

}  // namespace

TEST_CASE("the letters are in the reader's language, and every byte of them is ASCII") {
  const support::TemporaryFolder folder;
  const Keys keys = fixed_keys(folder);
  const std::string language = GENERATE("nb", "nn", "en");
  const Due due = GENERATE(Due::confirm, Due::already);
  const Letter letter = letter_to(kari(language.c_str(), due), stationery(), keys, noon);
  CHECK(is_wire_format(to_message(letter)));
  CHECK_THAT(shown(letter),
             support::equals_golden("tests/newsletter/" + language +
                                    (due == Due::confirm ? "_confirm.txt" : "_already.txt")));
}

TEST_CASE("no words can add a line to the head of a letter") {
  const std::string evil =
      GENERATE(as<std::string>(), "x\r\nBcc: ola@example.org", "x\nBcc: o@e.no", "x\rBcc: o@e.no",
               "x\r\n\r\nbody", "=?UTF-8?Q?=0D=0ABcc?=", std::string("x\0y", 3), "\x7f", "\xc3(");
  Letter letter{.from = {"Party", "post@example.org"},
                .to = "kari@example.org",
                .subject = evil,
                .body = "Hei",
                .language = "nb",
                .leave_url = "https://enig.example.org/l",
                .message_id = "id",
                .sent_at_unix_seconds = noon};
  letter.from.name = evil;
  const std::string message = to_message(letter);
  CHECK(is_wire_format(message));
  CHECK(field_of(message, "Bcc").empty());
  CHECK(body_of(message) == "Hei");
  CHECK(field_of(message, "Subject").find("=?UTF-8?Q?") == 0);
}

TEST_CASE("words of the head are folded between letters, 75 characters at most") {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "æ 😀";
  const std::string encoded = encoded_words(text);
  for (std::size_t begin = 0; begin < encoded.size();) {
    const std::size_t end = std::min(encoded.find("\r\n ", begin), encoded.size());
    CHECK(end - begin <= 75);
    CHECK(encoded.substr(begin, 10) == "=?UTF-8?Q?");
    CHECK(encoded.substr(end - 2, 2) == "?=");
    begin = end + 3;
  }
  CHECK(encoded_words("Newsletter 7") == "Newsletter 7");
}

TEST_CASE("a body's lines are 76 characters at most, whatever they hold") {
  const std::string text = std::string(300, 'a') + " \n.\n" + std::string(100, '=') + "æøå \n\nx ";
  const std::string lines = quoted_printable(text);
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = std::min(lines.find("\r\n", begin), lines.size());
    CHECK(end - begin <= 76);
    CHECK((end == begin || lines[end - 1] != ' '));
    begin = end + 2;
  }
  CHECK(body_of("\r\n\r\n" + lines) == text);
}

TEST_CASE("a date is written as mail writes it") {
  CHECK(mail_date(noon) == "Mon, 23 Nov 2026 12:00:00 +0000");
  CHECK(mail_date(951'782'400 + 3'661) == "Tue, 29 Feb 2000 01:01:01 +0000");
}

TEST_CASE("a letter leads to https, or to this machine") {
  CHECK(public_url_from("https://enig.example.org") == "https://enig.example.org/");
  CHECK(public_url_from("https://example.org:8443/enig/") == "https://example.org:8443/enig/");
  CHECK(public_url_from("http://127.0.0.1:8080") == "http://127.0.0.1:8080/");
  CHECK(public_url_from("http://[::1]:8080/") == "http://[::1]:8080/");
  const std::string bad = GENERATE(
      as<std::string>(), "", "enig.example.org", "http://enig.example.org/", "https://",
      "https:///x", "ftp://example.org/", "https://example.org/?a", "https://example.org/#a",
      "https://example.org/\r\nBcc: x", "https://exa mple.org/", "https://blåbær.no/",
      "https://u@example.org/", "https://example.org/>", "https://" + std::string(200, 'a'));
  CAPTURE(bad);
  CHECK_FALSE(public_url_from(bad).has_value());
}
