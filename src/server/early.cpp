#include "server/early.h"

#include <algorithm>

#include "app/update.h"
#include "base/check.h"
#include "html/print.h"
#include "page/node.h"
#include "page/resident.h"

namespace enig::server {
namespace {

using page::Node;

// What `after` has and `before` has not, as a template. `data-card` is the card's id, `data-after`
// the ending of the id of what it follows.
std::string template_of(std::string_view id, const Node& before, const Node& after) {
  std::string html;
  std::string_view follows;
  for (const Node& child : after.children) {
    const auto is_same = [&child](const Node& other) { return other.id == child.id; };
    if (!std::ranges::any_of(before.children, is_same)) {
      html += html::print(child, after.id);
    } else if (html.empty()) {
      follows = std::string_view(child.id).substr(after.id.size());
    }
  }
  return "<template id=\"" + std::string(id) + "\" data-card=\"" + html::escape(after.id) +
         "\" data-after=\"" + html::escape(follows) + "\">\n" + html + "</template>\n";
}

}  // namespace

std::string early_unfolding(const policy::Publication& publication, const app::State& state) {
  const std::vector<PointId> points = policy::point_ids(publication.policy);
  if (points.empty()) return "";
  const PointId& sample = points.front();
  const page::Page fresh = page::resident(publication, state);
  const Node* const before = page::find(fresh.root, sample.str());
  if (before == nullptr) return "";
  const auto unfolded = [&](std::string_view id, const app::State& from) {
    const app::Answer answer{{sample}, opinion::Stance::agree};
    const page::Page answered =
        page::resident(publication, app::update(publication, from, answer).state);
    const Node* const after = page::find(answered.root, sample.str());
    ENIG_CHECK(after != nullptr);
    return template_of(id, *before, *after);
  };
  const app::State asked = app::update(publication, state, app::AskConsent{app::whole_topic}).state;
  return unfolded("enig.early.first", state) + unfolded("enig.early.next", asked);
}

}  // namespace enig::server
