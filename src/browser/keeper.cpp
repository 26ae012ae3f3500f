#include "browser/keeper.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "browser/web.h"

namespace enig::browser {
namespace {

constexpr std::string_view prefix = "enig.";

std::string name_of(const PolicyId& policy) { return std::string(prefix) + policy.str(); }

// Before the id of a ballot that was deleted. No policy's id has a dot.
std::string prefix_of_deleted(const PolicyId& policy) { return name_of(policy) + ".deleted."; }

std::string take(char* text) {
  std::string taken(text == nullptr ? "" : text);
  std::free(text);
  return taken;
}

std::vector<std::string> names() {
  const std::string lines = take(enig_memory_names());
  std::vector<std::string> found;
  for (std::string_view rest = lines; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    found.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return found;
}

bool has(const auto& list, const auto& wanted) {
  return std::ranges::find(list, wanted) != list.end();
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
  const std::vector<std::string> kept = names();
  std::set<PolicyId> others;
  for (const policy::Topic& topic : publication_.topics) {
    if (topic.id == publication_.policy.id || !has(kept, name_of(topic.id))) continue;
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

const std::vector<opinion::BallotId>& Keeper::recall_deleted() {
  const std::string start = prefix_of_deleted(publication_.policy.id);
  for (const std::string& name : names()) {
    if (!name.starts_with(start)) continue;
    const auto id = opinion::ballot_id_from(name.substr(start.size()));
    if (id && !has(marked_, *id)) marked_.push_back(*id);
  }
  return marked_;
}

void Keeper::mark_deleted(std::vector<opinion::BallotId> ids) {
  const auto mark = [&](const opinion::BallotId& id, int is_there) {
    const std::string name = prefix_of_deleted(publication_.policy.id) + opinion::to_text(id);
    enig_memory_mark(name.c_str(), is_there);
  };
  for (const opinion::BallotId& id : ids) {
    if (!has(marked_, id)) mark(id, 1);
  }
  for (const opinion::BallotId& id : marked_) {
    if (!has(ids, id)) mark(id, 0);
  }
  marked_ = std::move(ids);
}

}  // namespace enig::browser
