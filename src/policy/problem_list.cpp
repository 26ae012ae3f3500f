#include "policy/problem_list.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/sentence.h"
#include "base/utf8.h"

namespace enig::policy {
namespace {

// Checks run in several passes, so the first problems found are not the first ones in the file.
// Some more than are reported are kept, so that sorting can put the early places first.
constexpr std::size_t kept_max = 8 * limits::problems_reported_max;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

ProblemList::ProblemList(std::string_view file_name, std::string_view source)
    : file_name_(file_name), source_(source) {
  line_starts_.push_back(source.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
  for (std::size_t at = 0; (at = source.find('\n', at)) != std::string_view::npos; ++at) {
    line_starts_.push_back(at + 1);
  }
}

void ProblemList::add(std::size_t at, Sentence what, Sentence remedy) {
  if (found_.size() == kept_max) {
    ++not_kept_;
    return;
  }
  found_.push_back(
      {std::min(at, source_.size()), found_.size(), std::move(what), std::move(remedy)});
}

bool ProblemList::full() const { return found_.size() == kept_max; }

ProblemList::Place ProblemList::place(std::size_t at) const {
  const auto after = std::ranges::upper_bound(line_starts_, at);
  if (after == line_starts_.begin()) return {1, 1};  // inside the byte order mark
  const std::size_t start = *(after - 1);
  const std::size_t end = std::min(at, source_.size());
  const auto line = static_cast<std::size_t>(after - line_starts_.begin());
  return {line, utf8::length(source_.substr(start, end - start)) + 1};
}

std::vector<Problem> ProblemList::take() && {
  if (!says_sentences) return std::vector<Problem>(found_.size());
  std::ranges::sort(found_, {},
                    [](const Found& found) { return std::pair(found.at, found.number); });
  const std::size_t total = found_.size() + not_kept_;
  const bool cut = total > limits::problems_reported_max;
  const std::size_t shown = cut ? limits::problems_reported_max - 1 : found_.size();

  std::vector<Problem> problems;
  Place place{1, 1};
  std::size_t counted_to = line_starts_.front();
  std::size_t line = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    Found& found = found_[i];
    // Places are counted on from the last one, so that one long line costs no more than its length.
    while (line + 1 < line_starts_.size() && line_starts_[line + 1] <= found.at) {
      ++line;
      counted_to = line_starts_[line];
      place = {line + 1, 1};
    }
    if (found.at > counted_to) {
      place.column += utf8::length(source_.substr(counted_to, found.at - counted_to));
      counted_to = found.at;
    }
    problems.push_back({std::string(file_name_), place.line, place.column, Severity::error,
                        std::move(found.what).text(), std::move(found.remedy).text()});
  }
  if (cut) {
    problems.push_back({std::string(file_name_), place.line, place.column, Severity::error,
                        sentence("There are {} more problems.", total - shown),
                        "Mend those above, and check again."});
  }
  return problems;
}

}  // namespace enig::policy
