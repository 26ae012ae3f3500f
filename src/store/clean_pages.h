// A layer between SQLite and the disk under which a page of the database file never holds what is
// not in the database any more. Internal to the room.
//
//     Database::open(file, Access::read_write, clean_vfs(""));   // over the machine's own files
//
// Deleted rows are overwritten where they lie (secure_delete). But where SQLite splits, merges or
// packs pages, it leaves the old bytes between the list of a page's rows and the first of them,
// live rows' or not. They mean nothing to it, so they can be zeros as well: this layer puts zeros
// there as each page is written to the database file. Writing the file anew (VACUUM) would do the
// same, but hold the writer for as long as the whole file takes.
//
// The log is written as it is; Store::tidy cuts it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace enig::store::sqlite {

// SQLite's name of the layer over that of the name `base` (empty: the machine's own).
[[nodiscard]] std::string clean_vfs(const std::string& base);

// Puts zeros into what is free of a page of a table or an index, by SQLite's file format, section
// 1.6. Other pages, and damaged ones, are left as they are. A page of another kind begins with a
// page number of four bytes; that it never looks like ours is what limits::file_pages_max is for.
void clean_page(std::span<std::uint8_t> page, std::size_t header_at);

}  // namespace enig::store::sqlite
