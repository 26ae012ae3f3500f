// Every limit of Enig, named in one place.
//
//     if (body.size() > limits::ballot_body_bytes_max) return refuse_too_large();
#pragma once

#include <cstddef>

namespace enig::limits {

// Policy files.
inline constexpr std::size_t policy_file_bytes_max = 4u * 1024 * 1024;
inline constexpr std::size_t json_depth_max = 32;
inline constexpr std::size_t points_max = 10'000;
inline constexpr std::size_t text_characters_max = 4'000;  // Unicode code points
inline constexpr std::size_t id_bytes_max = 64;
inline constexpr std::size_t problems_reported_max = 500;
inline constexpr std::size_t topics_max = 1'000;

// Requests.
inline constexpr std::size_t ballot_body_bytes_max = 64u * 1024;
inline constexpr std::size_t form_body_bytes_max = 64u * 1024;
inline constexpr std::size_t header_bytes_max = 16u * 1024;
inline constexpr std::size_t target_bytes_max = 2'048;
inline constexpr std::size_t connections_max = 4'096;
inline constexpr int request_deadline_ms = 15'000;
inline constexpr int keep_alive_idle_ms = 30'000;

// The writer: ballots that wait for one commit, and those that may wait at all.
inline constexpr std::size_t ballots_per_commit_max = 1'024;
inline constexpr std::size_t ballots_waiting_max = 8'192;

// The browser's outbox: how long it waits before it sends, and before it tries again (doubled each
// time).
inline constexpr int quiet_before_sending_ms = 600;
inline constexpr int retry_first_ms = 2'000;
inline constexpr int retry_last_ms = 60'000;

// Replies that the browser reads.
inline constexpr std::size_t totals_body_bytes_max = 4u * 1024 * 1024;

}  // namespace enig::limits
