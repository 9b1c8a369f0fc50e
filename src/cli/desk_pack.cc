// The web desk inside the program: the bytes of dist.pack, and how they are read. A file of the
// pack is «path\nsize\n» and its bytes; web/scripts/pack.mjs writes it.
#include "base/invariant.h"
#include "cli/shipped.h"

#include <charconv>
#include <cstdint>
#include <string>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

asm(".section .rodata\n"
    "chengban_desk_pack_begin:\n"
    ".incbin \"" CHENGBAN_DESK_PACK "\"\n"
    "chengban_desk_pack_end:\n"
    ".byte 0\n"
    ".previous\n");

extern "C" const char chengban_desk_pack_begin[];
extern "C" const char chengban_desk_pack_end[];

namespace chengban::cli {

namespace {

std::string_view take_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    invariant(end != std::string_view::npos, "a line of the desk's pack ends");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

// The files' tags were made from every byte. Nobody may ask for them for hours; the pages come back
// from the program's file when somebody does.
void give_back_pages() {
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const std::uintptr_t begin =
        (reinterpret_cast<std::uintptr_t>(chengban_desk_pack_begin) + page - 1) / page * page;
    const std::uintptr_t end =
        reinterpret_cast<std::uintptr_t>(chengban_desk_pack_end) / page * page;
    if (begin < end) {
        madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
    }
}

} // namespace

server::StaticFiles shipped_desk() {
    std::string_view rest(
        chengban_desk_pack_begin,
        static_cast<std::size_t>(chengban_desk_pack_end - chengban_desk_pack_begin));
    std::vector<server::EmbeddedFile> files;
    while (!rest.empty()) {
        const std::string_view path = take_line(rest);
        const std::string_view length = take_line(rest);
        std::size_t size = 0;
        const auto [end, error] =
            std::from_chars(length.data(), length.data() + length.size(), size);
        invariant(error == std::errc() && end == length.data() + length.size() &&
                      size <= rest.size(),
                  "a file of the desk's pack has its size");
        files.push_back({path, rest.substr(0, size)});
        rest.remove_prefix(size);
    }
    server::StaticFiles desk = server::StaticFiles::from_memory(files);
    give_back_pages();
    return desk;
}

} // namespace chengban::cli
