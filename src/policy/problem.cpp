#include "policy/problem.h"

namespace enig::policy {

std::string to_text(const Problem& problem) {
  const char* severity = problem.severity == Severity::error ? "error" : "warning";
  std::string text = problem.file + ":" + std::to_string(problem.line) + ":" +
                     std::to_string(problem.column) + ": " + severity + ": " + problem.what;
  if (!problem.remedy.empty()) text += " " + problem.remedy;
  return text;
}

std::string to_text(std::span<const Problem> problems) {
  std::string text;
  for (const Problem& problem : problems) text += to_text(problem) + "\n";
  return text;
}

}  // namespace enig::policy
