#include "base/fold.h"

#include <catch2/catch_test_macros.hpp>

#include "base/utf8.h"

using namespace enig;

namespace {

// The text with what the query finds in brackets.
std::string found(std::string_view text, std::string_view query) {
  const std::vector<std::string> words = folded_words(query, 16);
  std::string shown;
  std::size_t at = 0;
  for (const Span& span : find_words(text, words)) {
    shown += text.substr(at, span.begin - at);
    shown += "[" + std::string(text.substr(span.begin, span.end - span.begin)) + "]";
    at = span.end;
  }
  return shown + std::string(text.substr(at));
}

}  // namespace

TEST_CASE("capitals and accents make no difference") {
  CHECK(folded("ÉN skole à la CAFÉ") == "en skole a la cafe");
  CHECK(folded("áàâãäāăąǎ") == "aaaaaaaaa");
  CHECK(folded("Müller, Ünal, Öztürk") == "muller, unal, ozturk");
  CHECK(folded("Đuorggá čáhci šuvai žuoski Ŧŋ") == "duorgga cahci suvai zuoski tŋ");
  CHECK(folded("ΆΈΉ Ὀδυσσεύς") == "αεη οδυσσευσ");
  CHECK(folded("ЁЛКА Їжак") == "елка іжак");
  CHECK(folded("STRASSE Straße") == "strasse strasse");
}

TEST_CASE("æ, ø and å are letters of their own") {
  CHECK(folded("ÆØÅ æøå") == "æøå æøå");
  CHECK(folded("Ǻ Ǽ Ǿ ǻ ǽ ǿ") == "å æ ø å æ ø");
  CHECK(found("Bår og bar", "a") == "Bår og b[a]r");
  CHECK(found("For ørn", "o") == "F[o]r ørn");
  CHECK(found("Ål og al", "å") == "[Å]l og al");
  CHECK(found("Én elv", "e") == "[É]n [e]lv");
}

TEST_CASE("å written as two code points is the same letter") {
  CHECK(folded("A\u030A a\u030A") == "å å");
  CHECK(found("a\u030Al", "a") == "a\u030Al");
  CHECK(found("a\u030Al", "å") == "[a\u030A]l");
  CHECK(found("ål", "a\u030A") == "[å]l");
  // Also with a mark between, and with one after.
  CHECK(folded("a\u0323\u030A") == "å");
  CHECK(folded("a\u030A\u0301") == "å");
  CHECK(folded("u\u030A") == "u");
}

TEST_CASE("a mark holds whole letters, with the accents on them") {
  CHECK(found("cafe\u0301s", "cafe") == "[cafe\u0301]s");
  CHECK(found("e\u0301\u0323x", "e") == "[e\u0301\u0323]x");
  CHECK(found("Straße", "s") == "[S]tra[ß]e");
  CHECK(found("ﬁsk", "i") == "[ﬁ]sk");
  // A vowel sign is no accent: another letter is another word, and is never cut in two.
  CHECK(found("कि क", "क") == "[कि] [क]");
  CHECK(found("किताब", "का") == "किताब");
  CHECK(found("👩\u200D💻 her", "👩") == "[👩\u200D💻] her");
}

TEST_CASE("all places of all words are found, and those that touch are one") {
  CHECK(found("Sone 1 og sone 2", "SONE") == "[Sone] 1 og [sone] 2");
  CHECK(found("skolebuss", "skole buss") == "[skolebuss]");
  CHECK(found("aaa", "aa") == "[aaa]");
  CHECK(found("båt og buss", "buss båt") == "[båt] og [buss]");
  CHECK(found("båt", "tog") == "båt");
  CHECK(found("båt", "") == "båt");
  CHECK(found("", "båt").empty());
}

TEST_CASE("every dash is a hyphen") {
  CHECK(folded("2010–2020") == "2010-2020");
  CHECK(folded("a‐b‑c‒d—e―f") == "a-b-c-d-e-f");
}

TEST_CASE("soft hyphens are passed over, and every space is a space") {
  CHECK(folded("nærings\u00ADpolitikk\u00A0nå") == "næringspolitikk nå");
  CHECK(found("nærings\u00ADpolitikk", "ngspol") == "næri[ngs\u00ADpol]itikk");
}

TEST_CASE("a query's words are each there once, in order, and not too many") {
  CHECK(folded_words("  Én\tBÅT  én\u00A0sone ", 16) ==
        std::vector<std::string>{"en", "båt", "sone"});
  CHECK(folded_words("a b c d", 2) == std::vector<std::string>{"a", "b"});
  CHECK(folded_words(" \n ", 16).empty());
  CHECK(folded_words("\u0301", 16).empty());
}

TEST_CASE("whatever is folded stays UTF-8, and folding it again changes nothing") {
  for (char32_t code = 1; code < 0x30000; ++code) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    std::string text = "x";
    utf8::append(text, code);
    const std::string once = folded(text);
    if (utf8::first_invalid(once) || folded(once) != once) {
      CAPTURE(static_cast<unsigned>(code), once);
      FAIL();
    }
  }
}

TEST_CASE("bytes that are not UTF-8 are passed over without harm") {
  CHECK_FALSE(utf8::first_invalid(folded("a\xff\xc3(\xe2\x82")).has_value());
  CHECK(found("\xff\xfe sone", "sone") == "\xff\xfe [sone]");
}
