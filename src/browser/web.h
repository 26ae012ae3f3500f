// The functions of the web_*.js files. Texts are UTF-8, ending in a zero byte; a text that is given
// back is the caller's to take.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" {

// The canvas: web_canvas.js. Device pixels.
int enig_canvas_create();
int enig_canvas_restore();
void enig_canvas_begin(int width, int height, int red, int green, int blue);
void enig_canvas_texture(int id, int width, int height, const void* pixels);
void enig_canvas_texture_part(int id, int x, int y, int width, int height, const void* pixels,
                              int stride);
void enig_canvas_texture_end(int id);
void enig_canvas_mesh(const void* vertices, int vertex_bytes, const void* indices, int index_bytes);
void enig_canvas_triangles(int texture, int first_vertex, int first_index, int count);

// Letters: web_canvas.js. CSS px.
void enig_letters_begin();
double enig_letter_advance(std::uint32_t letter, double size_px, int weight);
void enig_line_places(double size_px, int weight, double line_height_px, float* places);
void enig_letter_picture(std::uint32_t letter, double size_px, int weight, double pixel_ratio,
                         double shift, int is_light_ink, int* box, std::uint8_t* pixels, int bytes);

// The document: web_document.js.
char* enig_page_text(const char* id);
char* enig_page_words();
char* enig_page_fields();
void enig_page_post(const char* href, const char* fields);
int enig_page_adopt(const char* id);
int enig_page_matches(const char* ids, const char* words);
void enig_page_content(const char* id, const char* html);
int enig_page_holds_focus(const char* id);
void enig_page_insert(const char* parent_id, const char* before_id, const char* html);
void enig_page_replace(const char* id, const char* html);
void enig_page_attributes(const char* id, const char* html);

// What of it is far from the window: web_far.js. CSS px of the page.
int enig_page_is_seen(double top_px, double height_px);
int enig_page_may_wait(const char* id, double top_px, double height_px);
int enig_page_height(const char* id, double top_px, double height_px, int is_waiting);
int enig_page_leave_out(const char* id, double top_px, double height_px);
void enig_page_remove(const char* id, int may_bury);
int enig_page_clear_one_buried();
void enig_page_clear_buried();

// The page's face: web_page.js.
void enig_page_start(int can_paint, double wide_rem, double railed_rem);
void enig_page_sets_text(int sets_text);

// Frames: web_frames.js.
void enig_page_ask_frame();
void enig_page_ask_later();

// The network: web_net.js.
void enig_net_random(std::uint8_t* bytes, int count);
void enig_net_send(int token, const char* method, const char* path, const char* body,
                   const char* proof, int is_leaving, int deadline_ms);
void enig_net_prove(const char* challenge);
void enig_net_wake_in(int milliseconds);
void enig_net_sleep();
void enig_net_listen();

// What is kept: web_memory.js.
int enig_memory_open(const char* policy, const char* revision);
int enig_memory_keep(const char* text, int on_device, int is_told);
char* enig_memory_names(int on_device);
char* enig_memory_recall(const char* name, int on_device);
void enig_memory_mark(const char* name, int is_there);
int enig_memory_is_gone();
void enig_memory_drop(const char* revision, int from_device);
void enig_memory_forget(int from_device, int from_tab, int is_told);

// The place that is being read: web_place.js.
void enig_place_mark();
void enig_place_restore();

// Places, addresses, words that are looked for: web_visit.js.
void enig_visit_start();
char* enig_visit_value(const char* id);
void enig_visit_set_value(const char* id, const char* value);
void enig_visit_go(const char* id);
void enig_visit_forget_post();
void enig_visit_copy(const char* id);
int enig_visit_can_copy();
void enig_visit_keep_page();
void enig_visit_forget_page();

// The stream of releases: web_stream.js.
void enig_stream_want(const char* path, double number);

// The summary's picture: web_picture.js.
int enig_picture_abilities();
void enig_picture_begin(int width, int height);
void enig_picture_box(double x, double y, double width, double height, double radius, int rgb);
void enig_picture_text(double x, double baseline, double size, int weight, int rgb,
                       const char* text);
void enig_picture_end(const char* name, int is_shared);
}

namespace enig::browser {

// A text that JavaScript has made for us, or null.
inline std::string take(char* text) {
  std::string taken(text == nullptr ? "" : text);
  std::free(text);
  return taken;
}

}  // namespace enig::browser
