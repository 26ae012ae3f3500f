// Where a policy or a site as JSON comes from, which decides what may be in it.
//
//     policy::parse("naering.json", json, policy::Origin::file);
#pragma once

namespace enig::policy {

enum class Origin {
  file,       // written by the publisher: "revision" is refused, because it is a digest of the file
  published,  // sent by the server: "revision" is required; limits::carried_… hold, so that every
              // legal file can be sent
};

}  // namespace enig::policy
