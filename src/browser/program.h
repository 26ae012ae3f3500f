// The resident's program in the browser: what is published and answered, the page it gives, the
// document that shows it and the painter that draws it.
//
//     auto program = Program::create(publication_json, words, fields);
//     program->start();
//     program->press("sone-1.agree");
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/visit.h"
#include "base/error.h"
#include "browser/document.h"
#include "browser/keeper.h"
#include "browser/letters_2d.h"
#include "browser/sender.h"
#include "page/memo.h"
#include "page/node.h"
#include "page/theme.h"
#include "page/words.h"
#include "paint/layout.h"
#include "paint/painter.h"
#include "policy/publication.h"

namespace enig::browser {

enum class Scheme { light, dark };

// Whether the person wants things to move.
enum class Stillness { moving, still };

// What the page is shown in.
struct Surroundings {
  paint::Window window;
  float pixel_ratio = 1;
  Scheme scheme = Scheme::light;
  Stillness stillness = Stillness::moving;
};

class Program {
 public:
  // `words` is the text of the page's words (page::WordList). `fields` are the form's hidden
  // fields, "name=value" a line: the answers of a page that came as the reply to a post.
  [[nodiscard]] static std::expected<std::unique_ptr<Program>, Error> create(
      std::string_view publication_json, std::string_view words, std::string_view fields);

  // Adopts the document's elements. False where they cannot be had.
  [[nodiscard]] bool start();

  // False where the browser does not let its letters be read: then the document shows itself, and
  // all else is the same. So it does while there is text that needs more than letters side by side.
  [[nodiscard]] bool can_paint() const;

  // False where this id's element does nothing in the program.
  [[nodiscard]] bool press(std::string_view id);
  // The browser shows this details open or folded: the program follows where it does not yet.
  void unfolded(std::string_view id, page::Pressed is_open);
  // To another language with the answers and the ballot's id. False where this id is no such link,
  // or where there is nothing that may be carried: then the link is followed as it is.
  [[nodiscard]] bool follow(std::string_view id);
  void point(std::string_view hovered_id, std::string_view held_id);
  void replied(int token, int status, std::string_view body);
  // The timer has rung.
  void wake();
  void proved(std::string proof) { carry_out(visit_.proved(std::move(proof))); }
  void leave();

  // What else the surroundings tell of; in program_effects.cpp.
  // Goes on with what an earlier visit has kept, and says what the browser can do.
  void go_on();
  void search(std::string_view words);
  // Shows all points again: one is gone to that the filter or the search may hide.
  void reveal();
  void copied(app::Success success) { act(app::LinkCopied{success}); }
  void picture_made(app::Success success) { act(app::PictureMade{success}); }
  void connection(app::Network network) { act(app::Connection{network}); }
  // Newer numbers have come by the stream. They wait for the next press where they would move
  // anything.
  void released(std::string_view json);
  // Another tab tells.
  void heard(app::Heard heard, std::string_view revision, std::string_view json);
  // The page has been left and is seen again.
  void returned();

  void set_surroundings(const Surroundings& surroundings);
  // Draws the band that starts at `top_px` of the page, as it is at `now_ms` of the browser's own
  // clock. Needs surroundings.
  void draw(double now_ms, float top_px, paint::Canvas canvas);
  // Of the whole page, as it is laid out.
  [[nodiscard]] float height_px() const { return layout_.height_px; }
  // Breaks all the document's lines as they are painted, also far from the window.
  void overlay_all();
  // A little of what a frame has left for later: sections of the document far from the window, the
  // overlay's lines in the painted band, and letters that are not in view yet. False where there is
  // more.
  [[nodiscard]] bool catch_up();
  // All sections of the document, at once.
  void settle() { document_.settle(page_, layout_); }
  // The canvas has been lost and restored.
  void renew_painter();

  // Every painted line, as JSON: [{"id","lines":[{"x","y","width","height","text"}]}].
  [[nodiscard]] std::string lines_json() const;

 private:
  Program(policy::Publication publication, page::WordList words);

  void begin(app::State state, std::string_view fields);
  void open(std::string_view what, app::State& state) const;
  void act(const app::Action& action, app::By by = app::By::page);
  // Shows the page as it has become, and then does what there is to do.
  void carry_out(const app::Orders& orders);
  void run(const app::Orders& orders);
  [[nodiscard]] const app::State& state() const { return visit_.state(); }
  [[nodiscard]] page::Page page_of(const app::State& state);
  void show(page::Page after);
  void lay_out();
  void tell_of_text();

  // program_effects.cpp
  void run(const app::Order& order);
  void run(const app::Effect& effect);
  [[nodiscard]] app::Action filled_in(const app::Action& action, std::string_view id) const;
  void show_held_release();
  void want_stream();

  policy::Publication publication_;
  page::WordList words_;
  Sender sender_;
  Keeper keeper_;
  app::Visit visit_;
  page::Memo memo_;
  page::Page page_;
  WebDocument document_;
  bool is_reply_ = false;  // the page has come as the reply to a post, after consent
  std::optional<opinion::Release> held_release_;
  Surroundings surroundings_;
  page::Palette palette_;
  std::unique_ptr<WebLetters> letters_;
  std::unique_ptr<paint::Painter> painter_;
  paint::Layout layout_;
  paint::Earlier earlier_;    // than layout_; let go of when there is time
  bool is_narrowed_ = false;  // layout_ is of what a filter or a search shows
  paint::Motion motion_;
  std::optional<double> motion_began_ms_;  // when its first frame was drawn
  WebDocument::Band band_;                 // that is painted
  bool has_new_heights_ = true;            // that the document has not been told of
  bool is_behind_ = true;                  // there may be something to catch up with
  bool is_planned_ = false;                // the painter knows which letters the page needs
  std::string hovered_id_;
  std::string held_id_;
};

}  // namespace enig::browser
