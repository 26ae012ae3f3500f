#include "page/contents.h"

#include "app/visible.h"

namespace enig::page {

Node contents_item(const Setting& setting, const policy::Section& section,
                   const Progress& progress) {
  const Words& words = setting.words;
  const std::string& id = section.id.str();
  Node to_section = with_text(link("enig.contents.to." + id, Look::contents_link, "", "#" + id),
                              section.title, words);
  Node row = container("enig.contents.row." + id, progress.points > 0 ? Kind::split : Kind::stack,
                       Look::plain, {std::move(to_section)});
  if (progress.points > 0) {
    row.children.push_back(
        leaf("enig.contents.progress." + id, Kind::paragraph, Look::progress,
             words.say(Word::contents_progress, {{"answered", words.number(progress.answered)},
                                                 {"points", words.number(progress.points)}})));
  }
  return container("enig.contents.item." + id, Kind::item, Look::contents_item, {std::move(row)});
}

Node contents(const Setting& setting, const ContentsScene& scene, std::span<const Child> items) {
  const Words& words = setting.words;
  const auto item = [](const char* name, std::string text, const char* href) {
    const std::string id = std::string("enig.contents.to.") + name;
    return container(std::string("enig.contents.item.") + name, Kind::item, Look::contents_item,
                     {link(id, Look::contents_link, std::move(text), href)});
  };
  Node list = container("enig.contents.list", Kind::list, Look::contents_list,
                        std::vector<Child>(items.begin(), items.end()));
  list.children.push_back(item("enig.topic", words.say(Word::contents_topic), "#enig.topic"));
  list.children.push_back(item("enig.mine", words.say(Word::mine_title), "#enig.mine"));

  Node title = leaf("enig.contents.title", Kind::summary, Look::contents_title,
                    words.say(Word::contents_title, {{"answered", words.number(scene.all.answered)},
                                                     {"points", words.number(scene.all.points)}}));
  title.action = app::ToggleContents{};
  Node details = container("enig.contents", Kind::details, Look::contents,
                           {std::move(title), std::move(list)});
  details.pressed = scene.contents == app::Contents::unfolded ? Pressed::yes : Pressed::no;
  return details;
}

Node next_button(const Setting& setting, std::string id, std::optional<PointId> after) {
  const app::GoToNext next{std::move(after)};
  Node node = button(std::move(id), Look::action, setting.words.say(Word::next_unanswered), next,
                     posted(setting, next));
  if (setting.use == Use::by_form && !node.form_value.empty()) {
    node.href = "#" + app::next_unanswered(setting.publication, setting.state, next.after);
  }
  return node;
}

}  // namespace enig::page
