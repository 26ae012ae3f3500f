#include "store/ballot_key.h"

#include <sodium.h>

#include <algorithm>
#include <string>

namespace enig::store {

std::expected<BallotKeyMaker, Error> BallotKeyMaker::create(const std::filesystem::path& file,
                                                            WhenMissing when_missing) {
  const auto secret = secret_in(
      file,
      {when_missing, "there are ballots",
       "Restore it from a backup, or from another server of the same ballots: without it none of "
       "them can be changed or withdrawn."});
  if (!secret) return std::unexpected(secret.error());
  return BallotKeyMaker(*secret);
}

BallotKey BallotKeyMaker::key_of(const PolicyId& policy, const opinion::BallotId& ballot) const {
  return hash_of(policy, ballot, "");
}

BallotMark BallotKeyMaker::mark_of(const PolicyId& policy, const opinion::BallotId& ballot) const {
  // No policy id ends so.
  const BallotKey hash = hash_of(policy, ballot, "\nchanged");
  BallotMark mark{};
  std::copy_n(hash.begin(), mark.size(), mark.begin());
  return mark;
}

std::string BallotKeyMaker::check() const {
  // Every policy id has at least one letter.
  return opinion::to_text(opinion::BallotId{hash_of(PolicyId(""), {}, "\ncheck")});
}

BallotKey BallotKeyMaker::hash_of(const PolicyId& policy, const opinion::BallotId& ballot,
                                  std::string_view purpose) const {
  BallotKey key{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, secret_.data(), secret_.size(), key.size());
  crypto_generichash_update(&state, ballot.bytes.data(), ballot.bytes.size());
  const std::string text = policy.str() + std::string(purpose);
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                            text.size());
  crypto_generichash_final(&state, key.data(), key.size());
  return key;
}

}  // namespace enig::store
