#include "browser/keeper.h"

#include <algorithm>
#include <utility>

#include "browser/web.h"
#include "wire/kept.h"

namespace enig::browser {
namespace {

// No policy's id has a dot, and no revision is this word.
constexpr std::string_view deleted_part = ".deleted.";

std::string prefix_of_deleted(const PolicyId& policy) {
  return policy.str() + std::string(deleted_part);
}

// Of what the device (1) or the tab (0) keeps of this site.
std::vector<std::string> names(int on_device) {
  const std::string lines = take(enig_memory_names(on_device));
  std::vector<std::string> found;
  for (std::string_view rest = lines; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    found.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return found;
}

bool keeps_answers(std::string_view name, const PolicyId& policy) {
  return name.starts_with(policy.str() + ".") && !name.contains(deleted_part);
}

}  // namespace

Keeper::Keeper(const policy::Publication& publication) : publication_(publication) {}

bool Keeper::open() {
  const policy::Policy& policy = publication_.policy;
  return enig_memory_open(policy.id.str().c_str(), policy.revision.str().c_str()) != 0;
}

std::optional<opinion::KeptBallot> Keeper::read(std::string_view json) const {
  auto kept = wire::parse_kept(json);
  if (!kept || kept->ballot.policy != publication_.policy.id) return std::nullopt;
  return std::move(*kept);
}

std::vector<app::Found> Keeper::found() const {
  std::vector<app::Found> found;
  for (const int on_device : {1, 0}) {
    for (const std::string& name : names(on_device)) {
      if (!keeps_answers(name, publication_.policy.id)) continue;
      auto kept = read(take(enig_memory_recall(name.c_str(), on_device)));
      if (!kept || !name.ends_with("." + kept->ballot.revision.str())) continue;
      found.push_back({std::move(*kept), on_device != 0 ? app::Memory::on : app::Memory::off});
    }
  }
  return found;
}

std::set<PolicyId> Keeper::other_topics() const {
  std::set<PolicyId> others;
  for (const int on_device : {1, 0}) {
    const std::vector<std::string> kept = names(on_device);
    for (const policy::Topic& topic : publication_.topics) {
      const bool is_kept = std::ranges::any_of(
          kept, [&](std::string_view name) { return keeps_answers(name, topic.id); });
      if (is_kept && topic.id != publication_.policy.id) others.insert(topic.id);
    }
  }
  return others;
}

bool Keeper::write(const app::Write& write) {
  const int on_device = write.memory == app::Memory::on ? 1 : 0;
  const int is_told = write.telling == app::Telling::yes ? 1 : 0;
  return enig_memory_keep(wire::to_json(write.kept).c_str(), on_device, is_told) != 0;
}

void Keeper::drop(const app::Drop& drop) { enig_memory_drop(drop.revision.str().c_str(), 1); }

void Keeper::forget(const app::Forget& forget) {
  if (forget.what == app::Forgetting::own_words) {
    return enig_memory_drop(publication_.policy.revision.str().c_str(), 0);
  }
  const bool is_everything = forget.what == app::Forgetting::everything;
  const int from_device = forget.what == app::Forgetting::tab ? 0 : 1;
  const int from_tab = forget.what == app::Forgetting::device ? 0 : 1;
  enig_memory_forget(from_device, from_tab, forget.telling == app::Telling::yes ? 1 : 0);
  if (is_everything) enig_visit_forget_page();
}

std::vector<opinion::BallotId> Keeper::deleted() const {
  const std::string start = prefix_of_deleted(publication_.policy.id);
  std::vector<opinion::BallotId> found;
  for (const int on_device : {1, 0}) {
    for (const std::string& name : names(on_device)) {
      if (!name.starts_with(start)) continue;
      const auto id = opinion::ballot_id_from(name.substr(start.size()));
      if (id && std::ranges::find(found, *id) == found.end()) found.push_back(*id);
    }
  }
  return found;
}

void Keeper::mark(const app::Mark& mark) {
  const std::string name = prefix_of_deleted(publication_.policy.id) + opinion::to_text(mark.id);
  enig_memory_mark(name.c_str(), mark.fate == app::Fate::deleted ? 1 : 0);
}

}  // namespace enig::browser
