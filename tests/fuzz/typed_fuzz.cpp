// What a person types: no bytes make the search or the reader of mail addresses do harm.
//
//     build/fuzz/typed_fuzz corpus -max_total_time=60
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/fold.h"
#include "base/limits.h"
#include "base/mail_address.h"
#include "base/utf8.h"

namespace {

using namespace enig;

// The first line is looked for in the rest.
void search(std::string_view query, std::string_view text) {
  const std::vector<std::string> words = folded_words(query, limits::query_words_max);
  ENIG_CHECK(words.size() <= limits::query_words_max);
  for (const std::string& word : words) ENIG_CHECK(!word.empty() && !utf8::first_invalid(word));
  const std::string all = folded(text);
  ENIG_CHECK(!utf8::first_invalid(all));
  ENIG_CHECK(folded(all) == all);
  const std::vector<Span> spans = find_words(text, words);
  const bool is_there = std::ranges::any_of(
      words, [&](const std::string& word) { return all.find(word) != std::string::npos; });
  ENIG_CHECK(spans.empty() != is_there);
  std::size_t end = 0;
  for (const Span& span : spans) {
    ENIG_CHECK(span.begin < span.end && span.end <= text.size());
    ENIG_CHECK(end == 0 || span.begin > end);
    end = span.end;
    // A span of well-formed text is well-formed.
    const std::string_view marked = text.substr(span.begin, span.end - span.begin);
    ENIG_CHECK(utf8::first_invalid(text) || !utf8::first_invalid(marked));
  }
}

void read_address(std::string_view typed) {
  const auto address = mail_address_from(typed);
  if (!address) return;
  ENIG_CHECK(address->size() <= limits::mail_address_bytes_max);
  ENIG_CHECK(!utf8::first_invalid(*address));
  ENIG_CHECK(std::ranges::count(*address, '@') == 1);
  for (const char c : *address) ENIG_CHECK(static_cast<unsigned char>(c) > 0x20 && c != 0x7F);
  ENIG_CHECK(address->find_first_of("<>()[]\",;:\\") == std::string::npos);
  ENIG_CHECK(mail_address_from(*address) == address);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view typed(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(typed.find('\n'), typed.size());
  search(typed.substr(0, line), typed.substr(std::min(line + 1, typed.size())));
  read_address(typed);
  return 0;
}
