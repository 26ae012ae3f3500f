#include "server/gate.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <optional>
#include <utility>

namespace enig::server {
namespace {

constexpr std::int64_t seconds_per_minute = 60;

// As work::Argon2id computes it.
std::optional<work::Tag> tag_of(const work::Proof& proof) {
  const std::string password = std::to_string(proof.number);
  constexpr std::size_t bytes_per_kib = 1'024;
  work::Tag tag{};
  const int failed =
      crypto_pwhash(tag.data(), tag.size(), password.data(), password.size(),
                    proof.challenge.salt.data(), crypto_pwhash_OPSLIMIT_MIN,
                    limits::work_memory_kib * bytes_per_kib, crypto_pwhash_ALG_ARGON2ID13);
  static_assert(crypto_pwhash_OPSLIMIT_MIN == 1 &&
                crypto_pwhash_SALTBYTES == std::tuple_size_v<work::Salt>);
  // No memory is to be had.
  return failed == 0 ? std::optional(tag) : std::nullopt;
}

}  // namespace

Gate::Gate(Options options)
    : options_(std::move(options)),
      budget_(options_.now_unix_seconds),
      thread_([this] { run(); }) {}

Gate::~Gate() { stop(); }

void Gate::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

bool Gate::admits_form(std::string_view network, const BallotName& name) {
  return budget_.admits({network, Way::form}, name);
}

void Gate::admit(const Newcomer& newcomer, Then then) {
  Admission admission = look(newcomer);
  if (admission.verdict != Verdict::work_wanted || newcomer.proof.empty()) return then(admission);
  const auto proof = work::proof_from(newcomer.proof);
  // Made up, for another ballot or too late: here is another one.
  if (!proof || !is_mine(proof->challenge, newcomer.name)) return then(admission);
  // Who sends one wrong proof after the other is not checked for ever.
  if (!budget_.charge(newcomer.sender, 0)) return then({Verdict::later});
  check(newcomer, *proof, std::move(then));
}

// Without its proof.
Admission Gate::look(const Newcomer& newcomer) {
  const bool is_strict = options_.rule == WorkRule::always ||
                         (options_.rule == WorkRule::automatic && options_.is_busy());
  const bool is_admitted =
      is_strict ? budget_.knows(newcomer.name) : budget_.admits(newcomer.sender, newcomer.name);
  if (is_admitted) return {Verdict::admitted};
  return options_.rule == WorkRule::never ? Admission{Verdict::later} : ask_for_work(newcomer.name);
}

Admission Gate::ask_for_work(const BallotName& name) const {
  const std::int64_t now = options_.now_unix_seconds() / seconds_per_minute;
  return {Verdict::work_wanted, work::to_text(challenge_for(name, now + limits::work_minutes))};
}

// BLAKE2b (RFC 7693) with the server's secret.
work::Challenge Gate::challenge_for(const BallotName& name, std::int64_t minute) const {
  // No policy's id and no ballot's holds a blank.
  const std::string text = fmt::format("work {} {} {} {}", minute, options_.bits, name.policy.str(),
                                       opinion::to_text(name.ballot));
  work::Challenge challenge{.minute = minute, .bits = options_.bits, .salt = {}};
  crypto_generichash(challenge.salt.data(), challenge.salt.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     options_.secret.data(), options_.secret.size());
  return challenge;
}

bool Gate::is_mine(const work::Challenge& challenge, const BallotName& name) const {
  const std::int64_t left = challenge.minute - options_.now_unix_seconds() / seconds_per_minute;
  // Servers' clocks may differ by a minute.
  if (left < 0 || left > limits::work_minutes + 1 || challenge.bits != options_.bits) return false;
  const work::Challenge own = challenge_for(name, challenge.minute);
  return sodium_memcmp(own.salt.data(), challenge.salt.data(), own.salt.size()) == 0;
}

void Gate::check(const Newcomer& newcomer, const work::Proof& proof, Then then) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && waiting_.size() < limits::proofs_waiting_max) {
      waiting_.push_back({std::string(newcomer.sender.network), newcomer.name.policy,
                          newcomer.name.ballot, proof, std::move(then)});
      wake_.notify_one();
      return;
    }
  }
  then({Verdict::busy});
}

// One thread: however many send proofs, ballots have the other processors.
void Gate::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const Check next = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    conclude(next);
    lock.lock();
  }
}

void Gate::conclude(const Check& check) {
  const BallotName name{check.policy, check.ballot};
  const auto tag = tag_of(check.proof);
  if (!tag) return check.then({Verdict::busy});
  if (!work::has_zeros(*tag, options_.bits)) {
    (void)budget_.charge({check.network, Way::program}, limits::wrong_proof_cost);
    return check.then(ask_for_work(name));
  }
  budget_.note(name);
  check.then({Verdict::admitted});
}

}  // namespace enig::server
