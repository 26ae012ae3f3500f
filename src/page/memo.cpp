#include "page/memo.h"

#include "page/parts.h"

namespace enig::page {

Memo::Memo() : parts_(std::make_unique<Parts>()) {}
Memo::~Memo() = default;
Memo::Memo(Memo&&) noexcept = default;
Memo& Memo::operator=(Memo&&) noexcept = default;

}  // namespace enig::page
