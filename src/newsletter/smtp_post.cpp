#include "newsletter/smtp_post.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/limits.h"
#include "newsletter/this_machine.h"

namespace enig::newsletter {
namespace {

struct CleanUp {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(char* text) const { curl_free(text); }
};

// One talk with the mail server: what is still to be said, and how far it has come.
struct Talk {
  std::string_view message;
  const std::atomic<bool>* is_stopping = nullptr;
  std::string command = "the connection";  // the last one said: "RCPT"
  std::string reply;                       // the last line heard
  bool letter_began = false;
  bool is_over = false;  // QUIT is said after a refusal too: that and its reply tell nothing
};

std::size_t read_message(char* into, std::size_t size, std::size_t count, void* data) {
  Talk& talk = *static_cast<Talk*>(data);
  talk.letter_began = true;
  const std::size_t bytes = std::min(size * count, talk.message.size());
  std::memcpy(into, talk.message.data(), bytes);
  talk.message.remove_prefix(bytes);
  return bytes;
}

// A letter that has begun is ended: the mail server may have taken it over already.
int go_on(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const Talk& talk = *static_cast<const Talk*>(data);
  return *talk.is_stopping && !talk.letter_began ? 1 : 0;
}

int listen(CURL*, curl_infotype type, char* data, std::size_t size, void* user) {
  Talk& talk = *static_cast<Talk*>(user);
  const std::string_view line(data, size);
  if (type == CURLINFO_HEADER_OUT) {
    const std::string_view word = line.substr(0, line.find_first_of(" \r\n"));
    // What follows AUTH is a secret, and no command.
    const bool is_command = word == "EHLO" || word == "HELO" || word == "STARTTLS" ||
                            word == "AUTH" || word == "MAIL" || word == "RCPT" || word == "DATA";
    if (is_command) talk.command = word;
    if (word == "QUIT") talk.is_over = true;
  }
  if (type == CURLINFO_HEADER_IN && !talk.is_over) talk.reply = line;
  return 0;
}

// RFC 3463: "5.1.1" in "550 5.1.1 No such user", or nothing.
std::string_view enhanced_code(std::string_view reply) {
  if (reply.size() < 4) return {};
  const std::string_view rest = reply.substr(4);
  const std::string_view code = rest.substr(0, rest.find_first_not_of("0123456789."));
  return std::ranges::count(code, '.') == 2 ? code : std::string_view();
}

// Only what is said of the recipient itself; "relay denied" (5.7.1) is said of us.
bool is_no_such_address(const Talk& talk, long code) {
  if (talk.command != "RCPT") return false;
  return (code == 550 || code == 551 || code == 553) &&
         !enhanced_code(talk.reply).starts_with("5.7");
}

Handed what_became(const Talk& talk, CURLcode result, long code) {
  using enum Handed::Outcome;
  if (result == CURLE_OK) return {sent};
  std::string why;
  if (code >= 400) {
    why = fmt::format("The mail server answered {} with {} {}", talk.command, code,
                      enhanced_code(talk.reply));
    while (why.ends_with(' ')) why.pop_back();
    why += '.';
  } else {
    // libcurl's sentences of this kind name no address.
    why = fmt::format("The mail server was not reached: {} (after {}).", curl_easy_strerror(result),
                      talk.command);
  }
  if (is_no_such_address(talk, code)) return {no_such, why};
  const bool is_of_letter = talk.command == "RCPT" || talk.command == "DATA";
  return {is_of_letter && code >= 400 ? deferred : no_server, why};
}

std::unique_ptr<char, CleanUp> part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) text = nullptr;
  return std::unique_ptr<char, CleanUp>(text);
}

bool needs_tls(const std::string& address) {
  const std::unique_ptr<CURLU, CleanUp> url(curl_url());
  ENIG_CHECK(curl_url_set(url.get(), CURLUPART_URL, address.c_str(), CURLU_NON_SUPPORT_SCHEME) ==
             CURLUE_OK);
  const auto host = part(url.get(), CURLUPART_HOST);
  return !is_this_machine(host.get());
}

template <class Value>
void set(CURL* curl, CURLoption option, Value value) {
  ENIG_CHECK(curl_easy_setopt(curl, option, value) == CURLE_OK);
}

void aim(CURL* curl, const SmtpPost::Options& options) {
  // The path of such an address is the name that is said in EHLO.
  set(curl, CURLOPT_URL, fmt::format("{}/{}", options.url, options.own_name).c_str());
  ENIG_CHECK(curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK);
  set(curl, CURLOPT_NOSIGNAL, 1L);
  set(curl, CURLOPT_PROXY, "");
  set(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(curl, CURLOPT_USE_SSL,
      static_cast<long>(needs_tls(options.url) ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  if (!options.ca_file.empty()) set(curl, CURLOPT_CAINFO, options.ca_file.c_str());
  set(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits::mail_connect_ms));
  set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(limits::mail_deadline_ms));
  set(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(limits::mail_deadline_ms / 1000));
  if (!options.user.empty()) {
    set(curl, CURLOPT_USERNAME, options.user.c_str());
    set(curl, CURLOPT_PASSWORD, options.password.c_str());
  }
}

}  // namespace

std::expected<std::unique_ptr<SmtpPost>, Error> SmtpPost::create(Options options) {
  // Before any thread: this is not made for two at once.
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  ENIG_CHECK(started == CURLE_OK);
  const std::unique_ptr<CURLU, CleanUp> url(curl_url());
  const bool is_url = curl_url_set(url.get(), CURLUPART_URL, options.url.c_str(),
                                   CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
  const auto scheme = part(url.get(), CURLUPART_SCHEME);
  const auto path = part(url.get(), CURLUPART_PATH);
  const auto query = part(url.get(), CURLUPART_QUERY);
  const auto user = part(url.get(), CURLUPART_USER);
  const bool is_smtp =
      is_url && scheme != nullptr &&
      (std::string_view(scheme.get()) == "smtp" || std::string_view(scheme.get()) == "smtps");
  if (!is_smtp || query != nullptr || user != nullptr ||
      (path != nullptr && std::string_view(path.get()) != "/")) {
    return std::unexpected(Error{Fault::refused,
                                 fmt::format("\"{}\" is no address of a mail server.", options.url),
                                 "Write it like smtp://mail.example.org:587."});
  }
  while (options.url.ends_with('/')) options.url.pop_back();
  return std::unique_ptr<SmtpPost>(new SmtpPost(std::move(options)));
}

Handed SmtpPost::send(const Envelope& envelope) {
  if (is_stopping_) return {Handed::Outcome::no_server, "The server stops."};
  const std::unique_ptr<CURL, CleanUp> owned(curl_easy_init());
  CURL* const curl = owned.get();
  if (curl == nullptr) return {Handed::Outcome::no_server, "There is no memory for the letter."};
  Talk talk;
  talk.message = envelope.message;
  talk.is_stopping = &is_stopping_;
  aim(curl, options_);
  set(curl, CURLOPT_MAIL_FROM, fmt::format("<{}>", envelope.from).c_str());
  const std::unique_ptr<curl_slist, CleanUp> recipient(
      curl_slist_append(nullptr, fmt::format("<{}>", envelope.to).c_str()));
  set(curl, CURLOPT_MAIL_RCPT, recipient.get());
  set(curl, CURLOPT_UPLOAD, 1L);
  set(curl, CURLOPT_READFUNCTION, read_message);
  set(curl, CURLOPT_READDATA, &talk);
  set(curl, CURLOPT_VERBOSE, 1L);  // for listen(), which prints nothing
  set(curl, CURLOPT_DEBUGFUNCTION, listen);
  set(curl, CURLOPT_DEBUGDATA, &talk);
  set(curl, CURLOPT_NOPROGRESS, 0L);
  set(curl, CURLOPT_XFERINFOFUNCTION, go_on);
  set(curl, CURLOPT_XFERINFODATA, &talk);
  const CURLcode result = curl_easy_perform(curl);
  long code = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
  return what_became(talk, result, code);
}

}  // namespace enig::newsletter
