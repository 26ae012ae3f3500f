#include "page/names.h"

#include "base/check.h"

namespace enig::page {

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::document:
      return "document";
    case Kind::banner:
      return "banner";
    case Kind::navigation:
      return "navigation";
    case Kind::main:
      return "main";
    case Kind::form:
      return "form";
    case Kind::section:
      return "section";
    case Kind::group:
      return "group";
    case Kind::list:
      return "list";
    case Kind::item:
      return "item";
    case Kind::row:
      return "row";
    case Kind::split:
      return "split";
    case Kind::flow:
      return "flow";
    case Kind::stack:
      return "stack";
    case Kind::details:
      return "details";
    case Kind::footer:
      return "footer";
    case Kind::heading:
      return "heading";
    case Kind::paragraph:
      return "paragraph";
    case Kind::legend:
      return "legend";
    case Kind::status:
      return "status";
    case Kind::summary:
      return "summary";
    case Kind::label:
      return "label";
    case Kind::field:
      return "field";
    case Kind::button:
      return "button";
    case Kind::link:
      return "link";
    case Kind::bar:
      return "bar";
  }
  ENIG_CHECK(false);
}

// NOLINTNEXTLINE(readability-function-size): one row for each look.
std::string_view name_of(Look look) {
  switch (look) {
    case Look::plain:
      return "plain";
    case Look::content:
      return "content";
    case Look::brand:
      return "brand";
    case Look::languages:
      return "languages";
    case Look::language:
      return "language";
    case Look::notice:
      return "notice";
    case Look::title:
      return "title";
    case Look::intro:
      return "intro";
    case Look::section:
      return "section";
    case Look::subsection:
      return "subsection";
    case Look::heading:
      return "heading";
    case Look::subheading:
      return "subheading";
    case Look::body:
      return "body";
    case Look::lead:
      return "lead";
    case Look::card:
      return "card";
    case Look::nested_card:
      return "nested-card";
    case Look::point_text:
      return "point-text";
    case Look::choice:
      return "choice";
    case Look::agree:
      return "agree";
    case Look::disagree:
      return "disagree";
    case Look::unsure:
      return "unsure";
    case Look::more:
      return "more";
    case Look::answer:
      return "answer";
    case Look::reply:
      return "reply";
    case Look::outcome:
      return "outcome";
    case Look::tools:
      return "tools";
    case Look::tool:
      return "tool";
    case Look::result:
      return "result";
    case Look::majority:
      return "majority";
    case Look::withheld:
      return "withheld";
    case Look::delivery:
      return "delivery";
    case Look::diverging:
      return "diverging";
    case Look::undo:
      return "undo";
    case Look::question:
      return "question";
    case Look::question_text:
      return "question-text";
    case Look::follow_up:
      return "follow-up";
    case Look::thanks:
      return "thanks";
    case Look::consent:
      return "consent";
    case Look::consent_text:
      return "consent-text";
    case Look::accept:
      return "accept";
    case Look::decline:
      return "decline";
    case Look::topics:
      return "topics";
    case Look::topic:
      return "topic";
    case Look::topic_link:
      return "topic-link";
    case Look::contents:
      return "contents";
    case Look::contents_title:
      return "contents-title";
    case Look::contents_list:
      return "contents-list";
    case Look::contents_item:
      return "contents-item";
    case Look::contents_link:
      return "contents-link";
    case Look::progress:
      return "progress";
    case Look::finder:
      return "finder";
    case Look::label:
      return "label";
    case Look::field:
      return "field";
    case Look::field_row:
      return "field-row";
    case Look::filters:
      return "filters";
    case Look::filter:
      return "filter";
    case Look::hits:
      return "hits";
    case Look::section_sum:
      return "section-sum";
    case Look::section_tools:
      return "section-tools";
    case Look::mine:
      return "mine";
    case Look::mine_list:
      return "mine-list";
    case Look::mine_item:
      return "mine-item";
    case Look::mine_link:
      return "mine-link";
    case Look::standing:
      return "standing";
    case Look::newsletter:
      return "newsletter";
    case Look::problem:
      return "problem";
    case Look::action:
      return "action";
    case Look::suggestions:
      return "suggestions";
    case Look::suggestion:
      return "suggestion";
    case Look::about:
      return "about";
    case Look::small:
      return "small";
    case Look::skip:
      return "skip";
    case Look::hidden:
      return "hidden";
  }
  ENIG_CHECK(false);
}

std::string_view name_of(Paint paint) {
  switch (paint) {
    case Paint::none:
      return "none";
    case Paint::ink:
      return "ink";
    case Paint::quiet_ink:
      return "quiet-ink";
    case Paint::paper:
      return "paper";
    case Paint::surface:
      return "surface";
    case Paint::hairline:
      return "hairline";
    case Paint::accent:
      return "accent";
    case Paint::agree:
      return "agree";
    case Paint::disagree:
      return "disagree";
    case Paint::unsure:
      return "unsure";
    case Paint::on_stance:
      return "on-stance";
    case Paint::mark:
      return "mark";
  }
  ENIG_CHECK(false);
}

}  // namespace enig::page
