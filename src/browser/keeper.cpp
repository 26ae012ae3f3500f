#include "browser/keeper.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "browser/web.h"

namespace enig::browser {
namespace {

constexpr std::string_view prefix = "enig.";

std::string name_of(const PolicyId& policy) { return std::string(prefix) + policy.str(); }

std::string take(char* text) {
  std::string taken(text == nullptr ? "" : text);
  std::free(text);
  return taken;
}

}  // namespace

Keeper::Keeper(const policy::Publication& publication) : publication_(publication) {}

bool Keeper::open() { return enig_memory_open(name_of(publication_.policy.id).c_str()) != 0; }

std::optional<wire::Kept> Keeper::read(std::string_view json) const {
  auto kept = wire::parse_kept(json);
  if (!kept || kept->ballot.policy != publication_.policy.id) return std::nullopt;
  return std::move(*kept);
}

std::optional<Found> Keeper::recall() const {
  if (auto kept = read(take(enig_memory_recall(1)))) {
    return Found{std::move(*kept), app::Memory::on};
  }
  if (auto kept = read(take(enig_memory_recall(0)))) {
    return Found{std::move(*kept), app::Memory::off};
  }
  return std::nullopt;
}

std::set<PolicyId> Keeper::other_topics() const {
  const std::string lines = take(enig_memory_names());
  std::set<std::string_view> names;
  for (std::string_view rest = lines; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    names.insert(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::set<PolicyId> others;
  for (const policy::Topic& topic : publication_.topics) {
    if (topic.id == publication_.policy.id || !names.contains(name_of(topic.id))) continue;
    others.insert(topic.id);
  }
  return others;
}

bool Keeper::write(const wire::Kept& kept, app::Memory memory, Telling telling) {
  is_due_ = false;
  const int on_device = memory == app::Memory::on ? 1 : 0;
  const int is_told = telling == Telling::yes ? 1 : 0;
  return enig_memory_keep(wire::to_json(kept).c_str(), on_device, is_told) != 0;
}

void Keeper::forget(const app::Forget& effect) {
  if (effect.all) is_due_ = false;
  enig_memory_forget(effect.all ? 1 : 0);
  if (effect.all) enig_visit_forget_page();
}

}  // namespace enig::browser
