// The entry of the WebAssembly program, and what the web_*.js files call.
#include <emscripten/emscripten.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include "browser/program.h"
#include "browser/renderer.h"
#include "browser/web.h"

namespace {

using namespace enig;
using browser::Program;
using browser::take;

// JavaScript calls plain functions: this is where they find the program. Null until the page has
// been taken over.
std::unique_ptr<Program>& program() {
  static std::unique_ptr<Program> instance;
  return instance;
}

app::Success success_of(int succeeded) {
  return succeeded != 0 ? app::Success::yes : app::Success::no;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void enig_surroundings(double width_px, double root_px, double pixel_ratio,
                                            int breadth, int is_dark, int is_still) {
  program()->set_surroundings(
      {.window = {.width_px = static_cast<float>(width_px),
                  .root_px = static_cast<float>(root_px),
                  .breadth = static_cast<paint::Breadth>(breadth)},
       .pixel_ratio = static_cast<float>(pixel_ratio),
       .scheme = is_dark != 0 ? browser::Scheme::dark : browser::Scheme::light,
       .stillness = is_still != 0 ? browser::Stillness::still : browser::Stillness::moving});
}

EMSCRIPTEN_KEEPALIVE void enig_draw(double now_ms, double top_px, double width_px,
                                    double height_px) {
  program()->draw(now_ms, static_cast<float>(top_px),
                  {static_cast<float>(width_px), static_cast<float>(height_px)});
}

EMSCRIPTEN_KEEPALIVE double enig_height() { return static_cast<double>(program()->height_px()); }

EMSCRIPTEN_KEEPALIVE void enig_overlay_all() { program()->overlay_all(); }

EMSCRIPTEN_KEEPALIVE void enig_settle() { program()->settle(); }

EMSCRIPTEN_KEEPALIVE int enig_catch_up() { return program()->catch_up() ? 1 : 0; }

EMSCRIPTEN_KEEPALIVE int enig_restore() {
  if (!browser::restore_canvas()) return 0;
  program()->renew_painter();
  return 1;
}

EMSCRIPTEN_KEEPALIVE int enig_press(const char* id) { return program()->press(id) ? 1 : 0; }

EMSCRIPTEN_KEEPALIVE void enig_unfolded(const char* id, int is_open) {
  program()->unfolded(id, is_open != 0 ? page::Pressed::yes : page::Pressed::no);
}

EMSCRIPTEN_KEEPALIVE int enig_follow(const char* id) { return program()->follow(id) ? 1 : 0; }

EMSCRIPTEN_KEEPALIVE void enig_point(const char* hovered_id, const char* held_id) {
  program()->point(hovered_id, held_id);
}

EMSCRIPTEN_KEEPALIVE void enig_reply(int token, int status, char* body) {
  program()->replied(token, status, take(body));
}

EMSCRIPTEN_KEEPALIVE void enig_proved(char* proof) { program()->proved(take(proof)); }

EMSCRIPTEN_KEEPALIVE void enig_wake() { program()->wake(); }

EMSCRIPTEN_KEEPALIVE void enig_leave() { program()->leave(); }

EMSCRIPTEN_KEEPALIVE void enig_return() { program()->returned(); }

EMSCRIPTEN_KEEPALIVE void enig_heard(int heard, const char* revision, char* json) {
  const std::string text = take(json);
  constexpr int last = static_cast<int>(app::Heard::deleted);
  if (heard < 0 || heard > last) return;
  program()->heard(static_cast<app::Heard>(heard), revision, text);
}

EMSCRIPTEN_KEEPALIVE void enig_search(const char* words) { program()->search(words); }

EMSCRIPTEN_KEEPALIVE void enig_reveal() { program()->reveal(); }

EMSCRIPTEN_KEEPALIVE void enig_copied(int succeeded) { program()->copied(success_of(succeeded)); }

EMSCRIPTEN_KEEPALIVE void enig_picture_made(int succeeded) {
  program()->picture_made(success_of(succeeded));
}

EMSCRIPTEN_KEEPALIVE void enig_connection(int is_online) {
  program()->connection(is_online != 0 ? app::Network::online : app::Network::offline);
}

EMSCRIPTEN_KEEPALIVE void enig_release(char* json) { program()->released(take(json)); }

// A C string of the caller's to free.
EMSCRIPTEN_KEEPALIVE char* enig_lines() { return ::strdup(program()->lines_json().c_str()); }
}

// Where the page has no publication, nothing is touched. Without WebGL2 the program runs all the
// same, and the document stays its own face.
int main() {
  enig_place_mark();
  const std::string publication = take(enig_page_text("enig.publication"));
  auto made = Program::create(publication, take(enig_page_words()), take(enig_page_fields()));
  if (!made) {
    std::fputs("Enig cannot read what its page carries. ", stderr);
    std::fputs(to_text(made.error()).c_str(), stderr);
    return 1;
  }
  program() = std::move(*made);
  if (!program()->start()) return 1;
  program()->go_on();
  const bool can_paint = browser::create_canvas() && program()->can_paint();
  enig_page_start(can_paint ? 1 : 0, static_cast<double>(page::wide_rem),
                  static_cast<double>(page::railed_rem));
  enig_net_listen();
  enig_visit_start();
  enig_place_restore();
  return 0;
}
