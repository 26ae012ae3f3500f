#include "newsletter/address.h"

#include <idn2.h>

#include <memory>

#include "base/limits.h"
#include "base/mail_address.h"
#include "base/utf8.h"

namespace enig::newsletter {
namespace {

struct Free {
  void operator()(char* text) const { idn2_free(text); }
};

std::optional<std::string> ascii_name(const std::string& domain) {
  char* made = nullptr;
  const int code = idn2_to_ascii_8z(domain.c_str(), &made, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<char, Free> owned(made);
  if (code != IDN2_OK) return std::nullopt;
  return std::string(owned.get());
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

bool has_control_character(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> mailbox_from(std::string_view typed) {
  const auto address = mail_address_from(typed);
  if (!address) return std::nullopt;
  const std::size_t at = address->rfind('@');
  const auto name = ascii_name(address->substr(at + 1));
  if (!name) return std::nullopt;
  std::string mailbox = address->substr(0, at + 1) + *name;
  if (mailbox.size() > limits::mail_address_bytes_max) return std::nullopt;
  return mailbox;
}

std::optional<Sender> sender_from(std::string_view text) {
  if (utf8::first_invalid(text) || has_control_character(text)) return std::nullopt;
  text = trimmed(text);
  const std::size_t open = text.rfind('<');
  if (open == std::string_view::npos) {
    const auto address = mailbox_from(text);
    return address ? std::optional(Sender{"", *address}) : std::nullopt;
  }
  if (!text.ends_with('>')) return std::nullopt;
  const auto address = mailbox_from(text.substr(open + 1, text.size() - open - 2));
  std::string_view name = trimmed(text.substr(0, open));
  if (name.size() >= 2 && name.starts_with('"') && name.ends_with('"')) {
    name = name.substr(1, name.size() - 2);
  }
  if (!address || name.size() > limits::newsletter_sender_bytes_max) return std::nullopt;
  return Sender{std::string(name), *address};
}

}  // namespace enig::newsletter
