#include "base/fold.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"

namespace enig {
namespace {

// What a run's letters fold to; the numbers are tools/cmake/fold_table.py's.
enum : std::uint8_t {
  same = 0,     // all to the target
  shift = 1,    // the i-th to target + i
  pairs = 2,    // capital and small letter by turns: the i-th to target + i, i made even
  letters = 3,  // to several letters: expansions[target]
};

struct FoldRun {
  std::uint16_t first;
  std::uint8_t count;
  std::uint8_t kind;
  std::uint16_t target;
};

struct MarkRun {
  std::uint16_t first;
  std::uint8_t count;
  std::uint8_t is_accent;  // passed over by a search
};

#include "base/fold_table.inc"

// The run that holds the code point, or nullptr.
template <class Run, std::size_t size>
const Run* run_of(const Run (&runs)[size], char32_t code_point) {
  const Run* const after = std::ranges::upper_bound(runs, code_point, {}, &Run::first);
  if (after == std::begin(runs)) return nullptr;
  const Run* const run = after - 1;
  return code_point - run->first < run->count ? run : nullptr;
}

constexpr char32_t ring_above = 0x030A;
constexpr char32_t zero_width_joiner = 0x200D;
constexpr std::string_view a_with_ring = "å";

void append_folded(std::string& text, char32_t code_point) {
  const FoldRun* const run = run_of(fold_runs, code_point);
  if (run == nullptr) return utf8::append(text, code_point);
  const char32_t place = code_point - run->first;
  switch (run->kind) {
    case same:
      return utf8::append(text, run->target);
    case shift:
      return utf8::append(text, run->target + place);
    case pairs:
      return utf8::append(text, run->target + place / 2 * 2);
    default:
      text += expansions[run->target];
  }
}

char small_ascii(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_ascii(char letter) { return static_cast<unsigned char>(letter) < 0x80; }

// Folds letter by letter. After each, `on_letter` hears where the letter and its marks stand in the
// source, and how much of the folded text there is now.
template <class OnLetter>
void fold_each(std::string_view source, std::string& text, OnLetter on_letter) {
  for (std::size_t at = 0; at < source.size();) {
    const std::size_t begin = at;
    if (is_ascii(source[at])) {
      text.push_back(small_ascii(source[at]));
      ++at;
    } else {
      const utf8::Step step = utf8::decode(source, at);
      at += step.bytes;
      const MarkRun* const mark = run_of(mark_runs, step.code_point);
      // A mark without a letter before it is an accent on nothing.
      if (mark == nullptr || !mark->is_accent) append_folded(text, step.code_point);
    }
    while (at < source.size() && !is_ascii(source[at])) {
      const utf8::Step step = utf8::decode(source, at);
      const bool joins = step.code_point == zero_width_joiner;
      const MarkRun* const mark = run_of(mark_runs, step.code_point);
      if (mark == nullptr && !joins) break;
      at += step.bytes;
      if (mark != nullptr && !mark->is_accent) append_folded(text, step.code_point);
      // å may be written as two code points, and is its own letter then too.
      if (step.code_point == ring_above && text.ends_with('a')) {
        text.pop_back();
        text += a_with_ring;
      }
      if (joins && at < source.size()) {
        const utf8::Step joined = utf8::decode(source, at);
        at += joined.bytes;
        append_folded(text, joined.code_point);
      }
    }
    on_letter(Span{begin, at}, text.size());
  }
}

// Puts spans in order, and makes one of those that touch.
std::vector<Span> joined(std::vector<Span> spans) {
  std::ranges::sort(spans, {}, &Span::begin);
  std::vector<Span> apart;
  for (const Span& span : spans) {
    if (!apart.empty() && span.begin <= apart.back().end) {
      apart.back().end = std::max(apart.back().end, span.end);
    } else {
      apart.push_back(span);
    }
  }
  return apart;
}

}  // namespace

std::string folded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  fold_each(text, result, [](const Span&, std::size_t) {});
  return result;
}

std::vector<std::string> folded_words(std::string_view typed, std::size_t words_max) {
  const std::string all = folded(typed);
  std::vector<std::string> words;
  std::string_view rest = all;
  constexpr std::string_view spaces = " \t\r\n\f\v";
  while (words.size() < words_max) {
    const std::size_t begin = rest.find_first_not_of(spaces);
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(rest.find_first_of(spaces, begin), rest.size());
    std::string word(rest.substr(begin, end - begin));
    if (std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
    rest.remove_prefix(end);
  }
  return words;
}

std::vector<Span> find_words(std::string_view text, std::span<const std::string> words) {
  if (words.empty()) return {};
  std::string all;
  all.reserve(text.size());
  // Of each byte of the folded text: where its letter begins and ends.
  std::vector<std::uint32_t> begins;
  std::vector<std::uint32_t> ends;
  begins.reserve(text.size());
  ends.reserve(text.size());
  fold_each(text, all, [&](const Span& letter, std::size_t size) {
    begins.resize(size, static_cast<std::uint32_t>(letter.begin));
    ends.resize(size, static_cast<std::uint32_t>(letter.end));
  });
  std::vector<Span> found;
  for (const std::string& word : words) {
    for (std::size_t at = all.find(word); at != std::string::npos; at = all.find(word, at + 1)) {
      found.push_back({begins[at], ends[at + word.size() - 1]});
    }
  }
  return joined(std::move(found));
}

}  // namespace enig
