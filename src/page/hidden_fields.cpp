#include "page/resident.h"

namespace enig::page {
namespace {

std::string_view filter_word(app::Filter filter) {
  switch (filter) {
    case app::Filter::all:
      return "all";
    case app::Filter::unanswered:
      return "unanswered";
    case app::Filter::agreed:
      return "agreed";
    case app::Filter::disagreed:
      return "disagreed";
  }
  return "all";
}

// What has been opened: "summary", "delete", "tools:" (the topic), "tools:sone-1".
std::vector<HiddenField> opened(const app::State& state) {
  std::vector<HiddenField> fields;
  for (const app::Target& target : state.open_tools) {
    fields.push_back({"open", "tools:" + (target.point ? target.point->str() : "")});
  }
  if (state.summary == app::Summary::open) fields.push_back({"open", "summary"});
  if (state.deletion == app::Deletion::asked) fields.push_back({"open", "delete"});
  return fields;
}

}  // namespace

std::vector<HiddenField> hidden_fields(const policy::Publication& publication,
                                       const app::State& state) {
  std::vector<HiddenField> fields{{"revision", publication.policy.revision.str()}};
  // The search is not among them: its field lies in the form.
  if (state.filter != app::Filter::all) {
    fields.push_back({"filter", std::string(filter_word(state.filter))});
  }
  for (HiddenField& field : opened(state)) fields.push_back(std::move(field));
  // Who has declined is not asked at each press.
  if (state.consent == app::Consent::declined) fields.push_back({"consent", "no"});
  // Nothing that one thinks leaves the device before consent.
  if (state.consent != app::Consent::given) return fields;
  fields.push_back({"consent", "yes"});
  if (state.topic) fields.push_back({"a.", std::string(opinion::to_text(*state.topic))});
  for (const auto& [point, stance] : state.answers) {
    fields.push_back({"a." + point.str(), std::string(opinion::to_text(stance))});
  }
  for (const PointId& point : state.important) fields.push_back({"i." + point.str(), "yes"});
  return fields;
}

}  // namespace enig::page
