#include "html/print.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "base/check.h"
#include "page/bar.h"
#include "page/names.h"
#include "page/theme.h"

namespace enig::html {
namespace {

using page::Kind;
using page::Look;
using page::Node;

bool has_rail(const Node& node) {
  if (page::style_of(node.look).is_rail) return true;
  return std::ranges::any_of(node.children,
                             [](const page::Child& child) { return has_rail(child); });
}

class Printer {
 public:
  // Of a whole page, whose buttons post.
  explicit Printer(std::span<const page::HiddenField> hidden_fields)
      : hidden_fields_(hidden_fields), button_type_("submit") {}
  // Of a part that the running program puts into its page.
  explicit Printer(LineSource* lines) : lines_(lines), button_type_("button") {}

  void print(const Node& node, std::string_view anchor) {
    switch (node.kind) {
      case Kind::document:
        return element(node, "div", "", anchor);
      case Kind::banner:
        return element(node, "header", "", anchor);
      case Kind::navigation:
        return element(node, "nav", attribute("aria-label", node.text), anchor);
      case Kind::main:
        return element(node, "main", "", anchor);
      case Kind::form:
        return form(node, anchor);
      case Kind::section:
        // The consent goes away with its answer; the card that it lies in stays.
        return element(node, "section", attribute("aria-labelledby", node.labelled_by),
                       node.look == Look::consent ? anchor : node.id);
      case Kind::group:
        return element(node, "fieldset", "", node.id);
      case Kind::list:
        return element(node, "ul", "", anchor);
      case Kind::item:
        return element(node, "li", "", anchor);
      case Kind::row:
      case Kind::split:
      case Kind::flow:
      case Kind::stack:
        return element(node, "div", "", anchor);
      case Kind::details:
        return element(node, "details", node.pressed == page::Pressed::yes ? " open" : "", anchor);
      case Kind::footer:
        return element(node, "footer", "", anchor);
      case Kind::heading:
        return leaf(node, "h" + std::to_string(node.level), "");
      case Kind::paragraph:
        return leaf(node, "p", "");
      case Kind::legend:
        return leaf(node, "legend", "");
      case Kind::status:
        return leaf(node, "p", attribute("role", "status"));
      case Kind::summary:
        return leaf(node, "summary", "");
      case Kind::label:
        return leaf(node, "label", attribute("for", node.labelled_by));
      case Kind::field:
        return field(node);
      case Kind::button:
        return leaf(node, "button", button_attributes(node, anchor));
      case Kind::link:
        return leaf(node, "a", attribute("href", node.href) + attribute("aria-label", node.spoken));
      case Kind::bar:
        return bar(node);
    }
    ENIG_CHECK(false);
  }

  std::string take() { return std::move(out_); }

 private:
  static std::string attribute(std::string_view name, std::string_view value) {
    if (value.empty()) return "";
    return " " + std::string(name) + "=\"" + escape(value) + "\"";
  }

  static std::string class_of(const Node& node) {
    if (node.kind == Kind::document) {
      return has_rail(node) ? " class=\"page railed\"" : " class=\"page\"";
    }
    std::string names;
    if (node.kind == Kind::row || node.kind == Kind::split || node.kind == Kind::flow)
      names = page::name_of(node.kind);
    if (node.look != Look::plain) {
      if (!names.empty()) names += ' ';
      names += page::name_of(node.look);
    }
    return attribute("class", names);
  }

  std::string button_attributes(const Node& node, std::string_view anchor) const {
    std::string text;
    if (node.form_value.empty() && !node.href.empty()) {
      text = " type=\"submit\"" + attribute("formaction", node.href);
    } else if (node.form_value.empty()) {
      text = " type=\"button\"";
    } else {
      const std::string_view type = node.form_id.empty() ? button_type_ : "submit";
      text = attribute("type", type) + " name=\"press\"" + attribute("value", node.form_value);
      // It would take the place of another form's own address.
      if (node.form_id.empty() && !node.href.empty()) {
        text += attribute("formaction", node.href);
      } else if (node.form_id.empty() && !anchor.empty()) {
        text += attribute("formaction", "#" + std::string(anchor));
      }
    }
    text += attribute("form", node.form_id) + attribute("aria-label", node.spoken);
    if (node.expanded) {
      text += *node.expanded == page::Pressed::yes ? " aria-expanded=\"true\""
                                                   : " aria-expanded=\"false\"";
    }
    if (node.pressed) {
      text += *node.pressed == page::Pressed::yes ? " aria-pressed=\"true\""
                                                  : " aria-pressed=\"false\"";
    }
    return text;
  }

  void open(const Node& node, std::string_view name, std::string_view attributes) {
    out_ += '<';
    out_ += name;
    out_ += attribute("id", node.id);
    out_ += class_of(node);
    out_ += attribute("lang", node.language);
    out_ += attributes;
    out_ += '>';
  }

  void close(std::string_view name) {
    out_ += "</";
    out_ += name;
    out_ += ">\n";
  }

  void element(const Node& node, std::string_view name, std::string_view attributes,
               std::string_view anchor) {
    open(node, name, attributes);
    out_ += '\n';
    for (const Node& child : node.children) print(child, anchor);
    close(name);
  }

  void form(const Node& node, std::string_view anchor) {
    open(node, "form", " method=\"post\" autocomplete=\"off\"");
    out_ += '\n';
    // First, so that a press on a page that is still arriving carries them.
    for (const page::HiddenField& field : hidden_fields_) {
      out_ += "<input type=\"hidden\"" + attribute("name", field.name) + " value=\"" +
              escape(field.value) + "\">\n";
    }
    for (const Node& child : node.children) print(child, anchor);
    close("form");
  }

  void leaf(const Node& node, std::string_view name, std::string_view attributes) {
    open(node, name, attributes);
    out_ += print_words(node, lines_ ? lines_->lines_of(node) : std::span<const LineOfWords>());
    close(name);
  }

  void field(const Node& node) {
    ENIG_CHECK(node.input.has_value());
    const page::Input& input = *node.input;
    open(node, "input",
         kind_of(input) + attribute("name", input.name) + attribute("value", input.value) +
             attribute("form", node.form_id) + attribute("aria-describedby", input.described_by) +
             (input.is_wrong ? " aria-invalid=\"true\"" : ""));
    out_ += '\n';
  }

  static std::string kind_of(const page::Input& input) {
    if (input.type == page::Input::Type::search) {
      return " type=\"search\" autocomplete=\"off\" enterkeyhint=\"search\"";
    }
    if (input.type == page::Input::Type::email) {
      return " type=\"email\" autocomplete=\"email\" required";
    }
    const bool is_password = input.type == page::Input::Type::password;
    return attribute("type", is_password ? "password" : "text") +
           attribute("autocomplete", input.purpose) + (input.may_be_empty ? "" : " required");
  }

  // A share of the bar's width, as "12.34%".
  static std::string percent(double share) {
    const long hundredths = std::lround(share * 10'000);
    const std::string fraction = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + (fraction.size() < 2 ? ".0" : ".") + fraction + "%";
  }

  static std::string pixels(float value) { return std::to_string(std::lround(value)); }

  // Positions are presentation attributes, not styles: the content security policy allows no inline
  // style.
  void part(std::string_view look, page::Span span, float top, float height) {
    out_ += "<rect" + attribute("class", look) + attribute("x", percent(span.from)) +
            attribute("width", percent(span.to - span.from)) + attribute("y", pixels(top)) +
            attribute("height", pixels(height)) + "/>";
  }

  // At a share of the width, moved by whole px so that it ends where the interval does.
  void tick(double at, float move_px) {
    out_ += "<rect class=\"interval\"" + attribute("x", percent(at)) +
            attribute("width", pixels(page::bar_tick_width_px)) +
            attribute("y", pixels(page::bar_tick_top_px)) +
            attribute("height", pixels(page::bar_tick_height_px)) +
            attribute("transform", "translate(" + pixels(move_px) + ")") + "/>";
  }

  void bar(const Node& node) {
    if (!node.shares) {
      open(node, "svg", " aria-hidden=\"true\"");
      part("track", {0, 1}, page::bar_track_top_px, page::bar_track_height_px);
      return close("svg");
    }
    const page::BarGeometry geometry = page::bar_geometry(*node.shares);
    open(node, "svg", " role=\"img\"" + attribute("aria-label", node.text));
    const float height = page::bar_parts_height_px;
    part("track", {0, 1}, page::bar_track_top_px, page::bar_track_height_px);
    part("disagree", geometry.disagree, 0, height);
    part("unsure", geometry.unsure, 0, height);
    part("agree", geometry.agree, 0, height);
    part("interval", geometry.interval, page::bar_interval_top_px, page::bar_interval_height_px);
    tick(geometry.interval.from, 0);
    tick(geometry.interval.to, -page::bar_tick_width_px);
    if (node.shares->own) {
      out_ += "<circle class=\"own\"" + attribute("cx", percent(geometry.own)) +
              attribute("cy", pixels(height / 2)) + attribute("r", pixels(page::own_radius_px)) +
              "/>";
    }
    close("svg");
  }

  std::string out_;
  std::span<const page::HiddenField> hidden_fields_;
  LineSource* lines_ = nullptr;
  std::string_view button_type_;
};

constexpr std::string_view soft_hyphen = "\u00AD";

// A hyphenated line may end at a soft hyphen of the text, or at none.
std::size_t end_of_words(const Node& leaf, const LineOfWords& line) {
  const std::string_view words =
      std::string_view(leaf.text).substr(line.begin, line.end - line.begin);
  const bool has_own = line.is_hyphenated && words.ends_with(soft_hyphen);
  return line.end - (has_own ? soft_hyphen.size() : 0);
}

// Bytes [begin, end) of a leaf's text, and what is marked in them.
void append_words(std::string& out, const Node& leaf, std::size_t begin, std::size_t end) {
  const std::string_view text = leaf.text;
  std::size_t at = begin;
  for (const page::Mark& mark : leaf.marks) {
    const std::size_t mark_begin = std::max(mark.begin, at);
    const std::size_t mark_end = std::min(mark.end, end);
    if (mark_begin >= mark_end) continue;
    out += escape(text.substr(at, mark_begin - at)) + "<mark>" +
           escape(text.substr(mark_begin, mark_end - mark_begin)) + "</mark>";
    at = mark_end;
  }
  out += escape(text.substr(at, end - at));
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string print(const page::Page& page) {
  Printer printer(page.hidden_fields);
  printer.print(page.root, {});
  std::string text = printer.take();
  for (const page::OtherForm& form : page.other_forms) {
    text += "<form id=\"" + escape(form.id) + "\" method=\"post\" action=\"" +
            escape(form.address) + "\">";
    for (const page::HiddenField& field : form.fields) {
      text += "<input type=\"hidden\" name=\"" + escape(field.name) + "\" value=\"" +
              escape(field.value) + "\">";
    }
    text += "</form>\n";
  }
  return text;
}

std::string print_words(const Node& leaf, std::span<const LineOfWords> lines) {
  std::string out;
  if (lines.empty()) append_words(out, leaf, 0, leaf.text.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const LineOfWords& line = lines[i];
    // Between two lines: the space that was there, the soft hyphen, at which the browser shows a
    // hyphen as paint does, or, inside a word, a place to break that is no letter.
    if (i > 0) {
      const bool is_within = line.begin == lines[i - 1].end;
      out += lines[i - 1].is_hyphenated ? soft_hyphen : is_within ? "<wbr>" : " ";
    }
    out += "<span class=\"line\">";
    append_words(out, leaf, line.begin, end_of_words(leaf, line));
    out += "</span>";
  }
  return out;
}

std::string print(const page::Node& node, std::string_view anchor) {
  Printer printer(std::span<const page::HiddenField>{});
  printer.print(node, anchor);
  return printer.take();
}

std::string print_running(const page::Node& node, std::string_view anchor, LineSource* lines) {
  Printer printer(lines);
  printer.print(node, anchor);
  return printer.take();
}

}  // namespace enig::html
