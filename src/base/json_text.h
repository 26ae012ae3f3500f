// Writes JSON by hand: small, in a fixed order, the same on the server and in the browser.
//
//     std::string json = "{";
//     append_member(json, "policy");
//     append_text(json, policy.id.str());   // {"policy":"baerum-naering"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace enig {

// `text` (valid UTF-8) as a JSON string, RFC 8259 section 7. '<' is escaped too, so that the JSON
// can stand inside an HTML script element.
void append_text(std::string& json, std::string_view text);

// `,"name":`, without the comma where the object has just been opened.
void append_member(std::string& json, std::string_view name);

// The comma between two values of an array, unless the array has just been opened.
void append_separator(std::string& json);

void append_number(std::string& json, std::int64_t number);

}  // namespace enig
