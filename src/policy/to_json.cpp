#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_text.h"
#include "policy/parse.h"

namespace enig::policy {
namespace {

// The commas come from append_member and append_separator.
class Writer {
 public:
  void open(char bracket) { out_ += bracket; }
  void close(char bracket) { out_ += bracket; }
  void name(std::string_view name) { append_member(out_, name); }
  void string(std::string_view text) { append_text(out_, text); }
  void number(std::string_view field_name, std::uint32_t value) {
    name(field_name);
    append_number(out_, value);
  }
  void field(std::string_view field_name, std::string_view text) {
    name(field_name);
    string(text);
  }
  // As a string where there is only the first language.
  void field(std::string_view field_name, const LocalText& text) {
    name(field_name);
    if (text.variants().size() == 1) return string(text.variants().front().text);
    open('{');
    for (const LocalText::Variant& variant : text.variants()) field(variant.language, variant.text);
    close('}');
  }
  void field(std::string_view field_name, const std::optional<LocalText>& text) {
    if (text) field(field_name, *text);
  }
  template <class Value, class Write>
  void list(std::string_view field_name, const std::vector<Value>& values, Write write) {
    if (values.empty()) return;
    name(field_name);
    open('[');
    for (const Value& value : values) {
      append_separator(out_);
      write(*this, value);
    }
    close(']');
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

void write_point(Writer& json, const Point& point) {
  json.open('{');
  json.field("id", point.id.str());
  json.field("text", point.text);
  json.list("points", point.points, write_point);
  json.close('}');
}

void write_section(Writer& json, const Section& section) {
  json.open('{');
  json.field("id", section.id.str());
  json.field("title", section.title);
  json.field("intro", section.intro);
  json.field("lead", section.lead);
  json.list("points", section.points, write_point);
  json.list("sections", section.sections, write_section);
  json.close('}');
}

void write_link(Writer& json, const Link& link) {
  json.open('{');
  json.field("text", link.text);
  json.field("href", link.href);
  json.close('}');
}

void write_follow_up(Writer& json, std::string_view name, const FollowUp& follow_up) {
  json.name(name);
  json.open('{');
  json.field("thanks", follow_up.thanks);
  json.field("lead", follow_up.lead);
  json.list("links", follow_up.links, write_link);
  json.close('}');
}

}  // namespace

std::string to_json(const Policy& policy) {
  Writer json;
  json.open('{');
  json.field("format", "enig.policy/1");
  json.field("id", policy.id.str());
  json.list("languages", policy.languages,
            [](Writer& out, const std::string& language) { out.string(language); });
  json.field("party", policy.party);
  json.field("title", policy.title);
  json.field("intro", policy.intro);
  json.list("sections", policy.sections, write_section);
  json.field("question", policy.question);
  json.name("follow_up");
  json.open('{');
  write_follow_up(json, "agree", policy.agree);
  write_follow_up(json, "disagree", policy.disagree);
  json.close('}');
  if (policy.newsletter) {
    json.name("newsletter");
    json.open('{');
    json.field("thanks", policy.newsletter->thanks);
    json.field("text", policy.newsletter->text);
    json.close('}');
  }
  if (!policy.revision.empty()) json.field("revision", policy.revision.str());
  json.close('}');
  return json.take();
}

std::string to_json(const Site& site) {
  static constexpr std::array<std::string_view, 3> show_names = {"after-answer", "always",
                                                                 "closed"};
  Writer json;
  json.open('{');
  json.field("format", "enig.site/1");
  json.field("title", site.title);
  const auto write_text = [](Writer& out, const std::string& text) { out.string(text); };
  json.list("languages", site.languages, write_text);
  json.list("topics", site.topics,
            [](Writer& out, const TopicPath& topic) { out.string(topic.path); });
  json.name("theme");
  json.open('{');
  json.field("accent", site.theme.accent);
  json.field("accent_dark", site.theme.accent_dark);
  json.close('}');
  json.name("release");
  json.open('{');
  json.number("first_ballots", site.release.first_ballots);
  json.number("next_ballots", site.release.next_ballots);
  json.number("minutes", site.release.minutes);
  json.close('}');
  json.field("show", show_names[static_cast<std::size_t>(site.show)]);
  json.list("embed_origins", site.embed_origins, write_text);
  if (site.contact) {
    json.name("contact");
    json.open('{');
    json.field("name", site.contact->name);
    json.field("href", site.contact->href);
    json.close('}');
  }
  json.close('}');
  return json.take();
}

}  // namespace enig::policy
