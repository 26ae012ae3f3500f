#include "newsletter/letters.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/check.h"
#include "base/limits.h"
#include "newsletter/this_machine.h"
#include "page/urls.h"
#include "page/words.h"

namespace enig::newsletter {
namespace {

using page::Word;
using page::Words;

std::string written(Day day, const Words& words) {
  const std::chrono::year_month_day date(day);
  return words.say(Word::letter_date,
                   {{"day", fmt::format("{:02}", static_cast<unsigned>(date.day()))},
                    {"month", fmt::format("{:02}", static_cast<unsigned>(date.month()))},
                    {"year", fmt::format("{}", static_cast<int>(date.year()))}});
}

}  // namespace

std::optional<std::string> public_url_from(std::string_view text) {
  const bool is_secure = text.starts_with("https://");
  if (!is_secure && !text.starts_with("http://")) return std::nullopt;
  if (text.size() > limits::public_url_bytes_max) return std::nullopt;
  const auto stands_in_url = [](char c) {
    return c > ' ' && c <= '~' &&
           std::string_view("\"<>\\^`{|}?#@").find(c) == std::string_view::npos;
  };
  if (!std::ranges::all_of(text, stands_in_url)) return std::nullopt;
  std::string_view host = text.substr(text.find("//") + 2);
  host = host.substr(0, host.find('/'));
  const std::size_t port = host.rfind(':');
  const std::string_view name =
      port == std::string_view::npos || host.ends_with(']') ? host : host.substr(0, port);
  if (name.empty() || (!is_secure && !is_this_machine(name))) return std::nullopt;
  return text.ends_with('/') ? std::string(text) : std::string(text) + "/";
}

std::string link_of(const Stationery& stationery, Purpose purpose, std::string_view language,
                    const Token& token) {
  return fmt::format("{}{}{}/{}", stationery.public_url,
                     page::newsletter_path(stationery.site, language),
                     purpose == Purpose::confirm ? "confirm" : "leave", to_text(token));
}

Letter letter_to(const Subscriber& subscriber, const Stationery& stationery, const Keys& keys,
                 std::int64_t now_unix_seconds) {
  ENIG_CHECK(subscriber.due != Due::nothing);
  const Words words(subscriber.language);
  const std::string site(stationery.site.title.in(words.language()).text);
  const auto link = [&](Purpose purpose) {
    return link_of(stationery, purpose, subscriber.language, keys.token(purpose, subscriber.seed));
  };
  Letter letter;
  letter.from = stationery.from;
  letter.to = subscriber.address;
  letter.language = words.language();
  letter.leave_url = link(Purpose::leave);
  letter.message_id = to_text(keys.message(subscriber.seed, subscriber.lettered));
  letter.sent_at_unix_seconds = now_unix_seconds;
  if (subscriber.due == Due::confirm) {
    letter.subject = words.say(Word::letter_confirm_subject, {{"site", site}});
    letter.body =
        words.say(Word::letter_confirm, {{"site", site},
                                         {"link", link(Purpose::confirm)},
                                         {"date", written(last_day(subscriber.asked), words)}});
  } else {
    letter.subject = words.say(Word::letter_already_subject, {{"site", site}});
    letter.body = words.say(Word::letter_already, {{"site", site}});
  }
  letter.body += "\n\n" + words.say(Word::letter_leave, {{"link", letter.leave_url}});
  letter.body += fmt::format("\n\n{}\n{}\n", site, stationery.public_url);
  return letter;
}

}  // namespace enig::newsletter
