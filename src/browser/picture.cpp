#include "browser/picture.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "browser/letters_2d.h"
#include "browser/web.h"
#include "page/theme.h"
#include "paint/line_break.h"

namespace enig::browser {
namespace {

using page::Paint;

// Pixels of the picture. A tall picture fills a phone's screen without being cut; where there is
// little to show it is lower, and no lower than what others show without cutting it.
constexpr float width_px = 1080;
constexpr float height_max_px = 1350;
constexpr float height_min_px = 608;
constexpr float side_px = 80;
constexpr float inner_px = width_px - 2 * side_px;
constexpr float bar_px = 20;
constexpr float row_px = 112;    // at most
constexpr float air_px = 56;     // at least, between the sentence and the bars
constexpr float legend_px = 56;  // the legend and the site's name, at the foot
constexpr std::size_t rows_max = 8;

struct Type {
  paint::Font font;
  float line_px;
  std::size_t lines_max;
};
constexpr Type title_type{{.size_px = 40, .weight = 600}, 52, 2};
constexpr Type sentence_type{{.size_px = 72, .weight = 600}, 84, 4};
constexpr Type row_type{{.size_px = 30, .weight = 400}, 40, 1};
constexpr Type small_type{{.size_px = 28, .weight = 400}, 36, 1};

// What has been answered in one top-level section.
struct Row {
  std::string title;
  int agree = 0;
  int disagree = 0;
  int unsure = 0;
  [[nodiscard]] int answered() const { return agree + disagree + unsure; }
};

void count(const app::State& state, const std::vector<policy::Point>& points, Row& row) {
  for (const policy::Point& point : points) {
    const auto stance = app::stance_on(state, {point.id});
    if (stance == opinion::Stance::agree) ++row.agree;
    if (stance == opinion::Stance::disagree) ++row.disagree;
    if (stance == opinion::Stance::unsure) ++row.unsure;
    count(state, point.points, row);
  }
}

void count(const app::State& state, const policy::Section& section, Row& row) {
  count(state, section.points, row);
  for (const policy::Section& inner : section.sections) count(state, inner, row);
}

class Drawing {
 public:
  Drawing(const policy::Publication& publication, const page::Words& words, const app::State& state)
      : publication_(publication),
        words_(words),
        palette_(page::light_palette(page::colour_from(publication.site.theme.accent))),
        letters_(Ink::dark) {
    for (const policy::Section& section : publication.policy.sections) {
      Row row{.title = std::string(section.title.in(words_.language()).text)};
      count(state, section, row);
      agree_ += row.agree;
      answered_ += row.answered();
      if (row.answered() > 0) rows_.push_back(std::move(row));
    }
    join_last_rows();
  }

  [[nodiscard]] bool can_be_drawn() { return letters_.can_be_read(); }

  void draw() {
    const std::string said = sentence();
    const std::string_view title = publication_.policy.title.in(words_.language()).text;
    const float head =
        side_px + 8 + height_of(title_type, title) + 16 + height_of(sentence_type, said);
    const float foot = side_px + legend_px;
    const auto count = static_cast<float>(rows_.size());
    height_px_ = std::clamp(head + air_px + row_px * count + foot, height_min_px, height_max_px);
    enig_picture_begin(static_cast<int>(width_px), static_cast<int>(height_px_));
    box(0, 0, width_px, height_px_, 0, Paint::paper);
    box(0, 0, width_px, 16, 0, Paint::accent);
    float y = text(side_px + 8, title_type, Paint::quiet_ink, title);
    text(y + 16, sentence_type, Paint::ink, said);
    const float step = count > 0 ? std::min(row_px, (height_px_ - foot - head) / count) : row_px;
    // The bars stand on the foot; what is left over is air above them.
    y = height_px_ - foot - step * count;
    for (const Row& row : rows_) {
      draw_row(y, row);
      y += step;
    }
    draw_foot();
  }

 private:
  // What has no row of its own is one together: the rows add up to what the sentence says.
  void join_last_rows() {
    if (rows_.size() <= rows_max) return;
    Row rest{.title = words_.say(page::Word::picture_rest)};
    while (rows_.size() >= rows_max) {
      const auto least = std::ranges::min_element(rows_, {}, &Row::answered);
      rest.agree += least->agree;
      rest.disagree += least->disagree;
      rest.unsure += least->unsure;
      rows_.erase(least);
    }
    rows_.push_back(std::move(rest));
  }

  [[nodiscard]] std::string sentence() const {
    const page::Word points = answered_ == 1 ? page::Word::points_one : page::Word::points_many;
    return words_.say(
        page::Word::picture_sentence,
        {{"agreed", words_.number(agree_)},
         {"points", words_.say(points, {{"n", words_.number(answered_)}})},
         {"party", std::string(publication_.policy.party.in(words_.language()).text)}});
  }

  void box(float x, float y, float width, float height, float radius, Paint paint) {
    const page::Colour colour = palette_.of(paint);
    enig_picture_box(static_cast<double>(x), static_cast<double>(y), static_cast<double>(width),
                     static_cast<double>(height), static_cast<double>(radius),
                     colour.r << 16 | colour.g << 8 | colour.b);
  }

  // Words on one line, from `x` to the right.
  void line(float x, float y, const Type& type, Paint paint, std::string_view words) {
    const page::Colour colour = palette_.of(paint);
    const float baseline = y + type.line_px * 0.5F + type.font.size_px * 0.35F;
    enig_picture_text(static_cast<double>(x), static_cast<double>(baseline),
                      static_cast<double>(type.font.size_px), type.font.weight,
                      colour.r << 16 | colour.g << 8 | colour.b, std::string(words).c_str());
  }

  [[nodiscard]] float width_of(std::string_view words, const Type& type) const {
    float widest = 0;
    for (const paint::TextLine& each :
         paint::break_lines(words, 100 * width_px, letters_, type.font)) {
      widest = std::max(widest, each.width_px);
    }
    return widest;
  }

  [[nodiscard]] float height_of(const Type& type, std::string_view words) const {
    const auto lines = paint::break_lines(words, inner_px, letters_, type.font);
    return type.line_px * static_cast<float>(std::min(lines.size(), type.lines_max));
  }

  // As many lines as the type allows; the last one ends in "…" where words are left. Gives where
  // what follows starts.
  float text(float y, const Type& type, Paint paint, std::string_view words,
             float room = inner_px) {
    const auto lines = paint::break_lines(words, room, letters_, type.font);
    const std::size_t count = std::min(lines.size(), type.lines_max);
    for (std::size_t i = 0; i < count; ++i) {
      std::string shown(words.substr(lines[i].begin, lines[i].end - lines[i].begin));
      if (lines[i].is_hyphenated) shown += '-';
      if (i + 1 == count && lines.size() > count) shown = shortened(shown, type, room);
      line(side_px, y, type, paint, shown);
      y += type.line_px;
    }
    return y;
  }

  // Without its last letters, so that "…" has room.
  [[nodiscard]] std::string shortened(const std::string& words, const Type& type,
                                      float room) const {
    for (std::size_t bytes = words.size(); bytes > 0; --bytes) {
      std::string shorter = utf8::shortened(words, bytes - 1);
      if (width_of(shorter, type) <= room) return shorter;
    }
    return words;
  }

  void draw_row(float y, const Row& row) {
    const std::string share = words_.say(
        page::Word::contents_progress,
        {{"answered", words_.number(row.agree)}, {"points", words_.number(row.answered())}});
    const float share_px = width_of(share, row_type);
    line(width_px - side_px - share_px, y, row_type, Paint::ink, share);
    text(y, row_type, Paint::ink, row.title, inner_px - share_px - 40);
    const float all = static_cast<float>(row.answered());
    const float top = y + row_type.line_px + 2;
    float x = side_px;
    const float end = side_px + inner_px;
    const auto part = [&](int number, Paint paint) {
      const float width = inner_px * static_cast<float>(number) / all;
      const float gap = x + width < end - 1 ? 4 : 0;
      if (number > 0) box(x, top, std::max(2.0F, width - gap), bar_px, 4, paint);
      x += width;
    };
    part(row.agree, Paint::agree);
    part(row.unsure, Paint::unsure);
    part(row.disagree, Paint::disagree);
  }

  // Words beside every colour, and whose page it is.
  void draw_foot() {
    const float y = height_px_ - side_px;
    float x = side_px;
    const auto key = [&](page::Word word, Paint paint) {
      const std::string words = words_.say(word);
      box(x, y + 8, 20, 20, 4, paint);
      line(x + 30, y, small_type, Paint::ink, words);
      x += 30 + width_of(words, small_type) + 36;
    };
    key(page::Word::agree, Paint::agree);
    key(page::Word::unsure, Paint::unsure);
    key(page::Word::disagree, Paint::disagree);
    const float room = width_px - side_px - x;
    std::string site(publication_.site.title.in(words_.language()).text);
    if (width_of(site, small_type) > room) site = shortened(site, small_type, room);
    line(width_px - side_px - width_of(site, small_type), y, small_type, Paint::quiet_ink, site);
  }

  const policy::Publication& publication_;
  const page::Words& words_;
  page::Palette palette_;
  WebLetters letters_;
  std::vector<Row> rows_;
  float height_px_ = height_max_px;
  int agree_ = 0;
  int answered_ = 0;
};

}  // namespace

bool draw_picture(const policy::Publication& publication, const page::Words& words,
                  const app::State& state, app::Picture picture) {
  Drawing drawing(publication, words, state);
  if (!drawing.can_be_drawn()) return false;
  drawing.draw();
  const std::string name = "enig-" + publication.policy.id.str() + ".png";
  enig_picture_end(name.c_str(), picture == app::Picture::share ? 1 : 0);
  return true;
}

}  // namespace enig::browser
