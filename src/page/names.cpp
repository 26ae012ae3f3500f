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
    case Look::outcome:
      return "outcome";
    case Look::result:
      return "result";
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
    case Look::about:
      return "about";
    case Look::small:
      return "small";
    case Look::hidden:
      return "hidden";
  }
  ENIG_CHECK(false);
}

}  // namespace enig::page
