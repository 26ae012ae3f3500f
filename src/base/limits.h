// Every limit of Enig, named in one place.
//
//     if (body.size() > limits::sign_up_body_bytes_max) return refuse_too_large();
#pragma once

#include <cstddef>
#include <cstdint>

namespace enig::limits {

// Policy files.
inline constexpr std::size_t policy_file_bytes_max = 4u * 1024 * 1024;
inline constexpr std::size_t json_depth_max = 32;
// More values than the fullest policy should have (every point in a dozen languages), few enough to
// hold.
inline constexpr std::size_t json_values_max = 250'000;
inline constexpr std::size_t points_max = 10'000;
inline constexpr std::size_t text_characters_max = 4'000;  // Unicode code points
inline constexpr std::size_t id_bytes_max = 64;
inline constexpr std::size_t problems_reported_max = 500;
inline constexpr std::size_t topics_max = 1'000;
inline constexpr std::size_t path_bytes_max = 1'024;  // of a topic's file, below the site's folder
inline constexpr std::size_t languages_max = 50;
inline constexpr std::size_t language_bytes_max = 35;
inline constexpr std::size_t href_characters_max = 2'048;
inline constexpr std::size_t embed_origins_max = 100;
inline constexpr std::uint32_t release_ballots_max = 1'000'000;  // first_ballots, next_ballots
inline constexpr std::uint32_t release_minutes_max = 366 * 24 * 60;
inline constexpr std::size_t said_back_bytes_max = 64;  // of what was written, in a sentence on it

// What a page carries for the browser's program. What is legal as a file can be carried too: a '<'
// is written with six bytes, defaults and the revision are written out, the policy lies one level
// deeper, and beside it lie the site, each topic in every language, and five numbers a point.
inline constexpr std::size_t carried_bytes_max = 128u * 1024 * 1024;
inline constexpr std::size_t carried_depth_max = json_depth_max + 1;
inline constexpr std::size_t carried_values_max =
    2 * json_values_max + 1'000 + topics_max * (2 * languages_max + 15) + points_max * 5;

// Requests.
// A server takes what its largest policy needs, fully answered: `a.{id}=disagree&i.{id}=yes&
// open=tools%3A{id}&` in a form, less in a ballot. `request_body_bytes_max` is for any policy.
inline constexpr std::size_t small_body_bytes_max = 64u * 1024;
inline constexpr std::size_t request_base_bytes = 16u * 1024;
inline constexpr std::size_t point_bytes_max = 3 * id_bytes_max + 40;
inline constexpr std::size_t request_body_bytes_max =
    request_base_bytes + points_max * point_bytes_max;
// What browsers let a page that goes away send after it: 64 KiB in all.
inline constexpr std::size_t keepalive_bytes_max = 60'000;
inline constexpr std::size_t ballots_withdrawn_max = 100;  // with one form
inline constexpr int form_token_minutes = 120;  // how long a form without script may lie open
inline constexpr int preflight_age_s = 600;     // how long a browser need not ask again
inline constexpr int shared_copy_s = 5;         // how old a page or numbers from a CDN may be
inline constexpr int hsts_days_max = 730;
inline constexpr std::size_t header_bytes_max = 16u * 1024;
inline constexpr std::size_t target_bytes_max = 2'048;
inline constexpr std::size_t reply_head_bytes = 2'048;  // as a rule; more is no fault
// A school or a mobile network is one address.
inline constexpr std::size_t connections_max = 16'384;
inline constexpr std::size_t connections_per_address_max = 1'024;
// New ballots of one network (server/network.h), by script and by form each: so many at once, and
// so many more each minute. A school's hall, and a mobile network on the evening of a debate.
inline constexpr int new_ballots_at_once = 240;
inline constexpr int new_ballots_per_minute = 8;
inline constexpr int new_ballot_again_s = 60;  // when to try again beyond that
inline constexpr int budget_debt_max = 240;    // how far below nothing a budget can be charged
// What is held of that in memory: 256 KiB of counters, and 2 MiB of bits that take one ballot in a
// hundred for another when a million and a half are in them.
inline constexpr std::size_t budget_counters = 131'072;
inline constexpr std::size_t known_ballots_bits = 16'777'216;
inline constexpr std::size_t known_ballots_max = 1'500'000;
// The work that is asked for (work/challenge.h): how much memory it takes, how often it is tried on
// average (2^bits), and how long it may take. What a wrong proof costs of the budget; and proofs
// that wait to be checked, of some 3 ms each.
inline constexpr std::uint32_t work_memory_kib = 8 * 1024;
inline constexpr int work_bits = 6;
inline constexpr int work_bits_max = 24;
inline constexpr int work_minutes = 15;
inline constexpr std::size_t proof_bytes_max = 128;
inline constexpr int wrong_proof_cost = 20;
inline constexpr std::size_t proofs_waiting_max = 256;
inline constexpr int header_deadline_ms = 10'000;
inline constexpr int body_deadline_ms = 15'000;
inline constexpr int reply_deadline_ms = 60'000;
inline constexpr int keep_alive_idle_ms = 30'000;
inline constexpr int stop_grace_ms = 10'000;
inline constexpr int accept_retry_ms = 100;  // after no descriptor was free
inline constexpr int retry_after_s = 2;      // what "try again" means to a client
inline constexpr int threads_max = 64;
inline constexpr std::size_t metrics_connections_max = 16;  // of programs that collect sums
inline constexpr std::size_t config_file_bytes_max = 64u * 1024;
// Pages that stay open and are told of releases. Each holds one of the connections; the others are
// for ballots and pages.
inline constexpr std::size_t streams_max = 10'240;
inline constexpr int stream_heartbeat_ms = 20'000;  // below what proxies take for a dead connection
inline constexpr int stream_write_ms = 15'000;  // who cannot take a release in that time has gone
inline constexpr std::size_t stream_read_bytes_max = 256;  // of what a reader says all the same
inline constexpr int stream_retry_ms = 5'000;  // how soon a reader that was cut off comes back
// Read at once, and read from who still sends after the reply, before the connection is closed.
inline constexpr std::size_t read_bytes_max = 4'096;
inline constexpr std::size_t lingering_bytes_max = 256u * 1024;
inline constexpr int linger_ms = 2'000;

// The writer: ballots that wait for one commit, and those that may wait at all.
inline constexpr std::size_t ballots_per_commit_max = 1'024;
inline constexpr std::size_t ballots_waiting_max = 8'192;
inline constexpr int look_at_rule_minutes = 1;  // without a ballot; releases know whole minutes

// The database: pages (of 4 KiB) of the log before it is copied in the background, and before the
// writer itself copies; how long a statement waits for another program's lock.
inline constexpr int log_pages_copied = 2'000;
inline constexpr int log_pages_max = 16'000;
inline constexpr int database_busy_ms = 2'000;
// Below what a page's first byte can be taken for a number of: see store/clean_pages.h. 128 GiB.
inline constexpr std::int64_t file_pages_max = 33'000'000;

// A database that several servers share: to reach it, and for it to answer one statement; how soon
// it is looked for again after it was lost; how often a transaction is tried that was in another's
// way; rows that a recount reads at once; how often a server looks for what the others have
// released, and how soon it counts again where that was not due yet.
inline constexpr int database_connect_s = 5;
inline constexpr int database_reply_ms = 15'000;
inline constexpr int database_again_ms = 500;
inline constexpr int database_attempts_max = 5;
inline constexpr int database_rows_fetched = 8'192;
inline constexpr int look_at_others_ms = 1'000;
inline constexpr int count_again_ms = 60'000;

// The newsletter. Sign-ups are counted in whole minutes, for all people together: nothing is kept
// of any one of them. Beyond these, a sign-up is asked to come again later.
inline constexpr std::size_t sign_ups_per_minute_max = 60;
inline constexpr std::size_t letters_waiting_max = 1'000;
inline constexpr std::size_t newsletter_tasks_max = 256;
inline constexpr std::size_t sign_up_body_bytes_max = 2'048;
inline constexpr std::size_t newsletter_sender_bytes_max = 128;
inline constexpr std::size_t public_url_bytes_max = 200;
inline constexpr std::size_t password_file_bytes_max = 1'024;
inline constexpr int newsletter_unconfirmed_days = 2;  // after the day of the sign-up
inline constexpr int newsletter_tidy_again_s = 60;     // where another program held the file
// One letter: to reach the mail server, and until it has taken the letter over.
inline constexpr int mail_connect_ms = 10'000;
inline constexpr int mail_deadline_ms = 30'000;
// Between two tries, doubled each time.
inline constexpr int mail_retry_first_s = 60;
inline constexpr int mail_retry_last_s = 60 * 60;

// Staff. A password is long rather than of many kinds of letters; its hash (Argon2id) costs what
// libsodium calls moderate, some 0.7 s, and one is computed at a time.
inline constexpr std::size_t staff_name_bytes_max = 64;
inline constexpr std::size_t staff_password_characters_min = 12;
inline constexpr std::size_t staff_password_characters_max = 200;
inline constexpr unsigned long long staff_hash_passes = 3;
inline constexpr std::size_t staff_hash_memory_bytes = 256u * 1024 * 1024;
inline constexpr std::size_t staff_hashes_waiting_max = 16;
inline constexpr std::size_t staff_tasks_waiting_max = 64;
inline constexpr std::size_t staff_connections_max = 256;  // to an address of their own
inline constexpr std::size_t staff_accounts_max = 1'000;
inline constexpr std::size_t staff_body_bytes_max = 8u * 1024;
inline constexpr int staff_link_minutes = 24 * 60;  // a link to choose a password, once
// A session ends when nothing was asked for so long, and at last in any case. When it was last seen
// is known no closer than staff_seen_minutes.
inline constexpr int staff_idle_minutes = 8 * 60;
inline constexpr int staff_session_minutes = 7 * 24 * 60;
inline constexpr int staff_seen_minutes = 5;
inline constexpr std::size_t staff_sessions_max = 20;  // of one account; the oldest makes way
// Tries to log in, to each name and from each network (server/network.h): so many at once, and so
// many more each minute. What is held of that are counters in memory.
inline constexpr int staff_logins_at_once = 10;
inline constexpr int staff_logins_per_minute = 1;
inline constexpr std::size_t staff_login_counters = 16'384;
inline constexpr int staff_refusals_logged_per_minute = 10;
inline constexpr std::size_t staff_log_shown_max = 10'000;
// One-time codes (RFC 6238): so long each, and so many steps a device's clock may be off.
inline constexpr int staff_code_step_s = 30;
inline constexpr int staff_code_steps_off = 1;
inline constexpr int staff_recovery_codes = 10;

// The browser's outbox: how long it waits before it sends, and before it tries again (doubled each
// time).
inline constexpr int quiet_before_sending_ms = 600;
inline constexpr int work_told_after_ms = 4'000;  // when the person is told of the server's work
inline constexpr int works_at_once_max = 3;       // one after the other, before it waits again
inline constexpr int retry_first_ms = 2'000;
inline constexpr int retry_last_ms = 60'000;
// How long the browser waits for a reply; then nothing was reached.
inline constexpr int fetch_deadline_ms = 20'000;

// What a search looks for; what is typed beyond it is left out.
inline constexpr std::size_t query_bytes_max = 200;
inline constexpr std::size_t query_words_max = 16;

// What else one may agree on: how much of it is shown.
inline constexpr std::size_t suggested_points_max = 3;
inline constexpr std::size_t suggested_topics_max = 3;

// How many cards of a page are changed at once: some 30 ms of a slow phone. Others, far from the
// window, follow.
inline constexpr std::size_t cards_at_once_max = 100;

// Addresses of mail (RFC 5321 section 4.5.3.1, RFC 1035 section 2.3.4).
inline constexpr std::size_t mail_address_bytes_max = 254;
inline constexpr std::size_t mail_local_bytes_max = 64;
inline constexpr std::size_t mail_label_bytes_max = 63;

// What a device keeps of a person's answers, as text.
inline constexpr std::size_t kept_bytes_max = 4u * 1024 * 1024;

// Replies that the browser reads.
inline constexpr std::size_t totals_body_bytes_max = 4u * 1024 * 1024;
inline constexpr std::size_t policies_body_bytes_max = 4u * 1024 * 1024;

// Made by lot, to try the program with.
inline constexpr std::size_t simulated_people_max = 10'000'000;
inline constexpr std::size_t simulated_per_commit = 16'384;  // ballots

// An analysis. Its time grows with statements² · people, its memory with statements · people.
inline constexpr std::size_t analysed_statements_max = 2'000;
inline constexpr std::size_t analysed_people_max = 20'000'000;
inline constexpr std::uint32_t analysed_ballots_min = 5;  // of stored ones, outside of a trial
inline constexpr std::size_t csv_field_bytes_max = 1024u * 1024;
inline constexpr std::size_t rows_reported_max = 20;

}  // namespace enig::limits
