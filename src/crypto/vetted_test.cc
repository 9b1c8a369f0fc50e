// Checks of the security list that look at the sources. 34: cryptography stands in this room alone,
// and nothing uses what is broken; HMAC-SHA-1 remains where authenticator programs know nothing
// else. 8: no secret is committed. 31: one place runs another program.
#include "base/source_dir.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

namespace chengban::crypto {
namespace {

// Calls `look` with every text file below `folder`, by its name there.
template <class Look>
std::size_t each_file(const std::filesystem::path& folder, const Look& look) {
    std::size_t files = 0;
    for (auto entry = std::filesystem::recursive_directory_iterator(folder);
         entry != std::filesystem::recursive_directory_iterator(); ++entry) {
        const std::string base = entry->path().filename().string();
        if (entry->is_directory() && (base == "node_modules" || base == "dist")) {
            entry.disable_recursion_pending();
        }
        const std::string extension = entry->path().extension().string();
        if (!entry->is_regular_file() || extension == ".png" || extension == ".pack" ||
            base == "package-lock.json") {
            continue;
        }
        std::ifstream file(entry->path(), std::ios::binary);
        look(entry->path().lexically_relative(folder).string(),
             std::string(std::istreambuf_iterator<char>(file), {}));
        ++files;
    }
    return files;
}

TEST(Vetted, Check_8_no_secret_stands_in_the_sources) {
    // A private key, a cloud's key, or a long value given to a name that says what it is.
    const std::regex secret("BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|"
                            "(secret|password|passwd|api_?key|access_key)[a-z_]* *[:=] "
                            "*[\"'][A-Za-z0-9+/=_-]{20,}[\"']",
                            std::regex::icase | std::regex::optimize);
    EXPECT_TRUE(std::regex_search(std::string("api_") + "key = '0123456789abcdefghij'", secret));
    std::size_t files = 0;
    for (const char* folder : {"src", "web/src", "script", "tests", "prove", "docs", "rulebooks",
                               "organisations", "calendars", "cmake", "bench"}) {
        const std::filesystem::path path = std::filesystem::path(source_dir()) / folder;
        if (!std::filesystem::exists(path)) {
            continue;
        }
        files += each_file(path, [&](const std::string& name, const std::string& text) {
            std::size_t at = 0;
            while (at < text.size()) { // std::regex needs a stack for each character of its input
                const std::size_t end = std::min(text.find('\n', at), text.size());
                const std::string line = text.substr(at, std::min<std::size_t>(end - at, 500));
                EXPECT_FALSE(std::regex_search(line, secret))
                    << folder << "/" << name << ": " << line;
                at = end + 1;
            }
            EXPECT_EQ(text.find(std::string("chengban master key, ") + "algorithms SM4 and SM3\n"),
                      text.npos)
                << name;
        });
    }
    EXPECT_GT(files, 400U);
}

TEST(Vetted, Check_31_only_the_keys_command_is_another_program) {
    const std::regex call("\\b(system|popen|execv?[lpe]*|v?fork|posix_spawnp?)\\(");
    each_file(std::filesystem::path(source_dir()) / "src", [&](const std::string& name,
                                                               const std::string& text) {
        const bool is_test = name.ends_with("_test.cc") || name == "documents/sample_papers.cc";
        if ((!name.ends_with(".cc") && !name.ends_with(".h")) || is_test) {
            return;
        }
        std::size_t at = 0;
        while (at < text.size()) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            const std::string line = text.substr(at, end - at);
            EXPECT_TRUE(!std::regex_search(line, call) || name == "store/key_command.cc")
                << name << ": " << line;
            at = end + 1;
        }
    });
}

TEST(Vetted, Check_34_only_this_room_uses_openssl_and_nothing_uses_broken_algorithms) {
    const std::filesystem::path source = source_dir() + "/src";
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(source)) {
        const std::string extension = entry.path().extension().string();
        const std::string name = entry.path().lexically_relative(source).string();
        if ((extension != ".cc" && extension != ".h") || name == "crypto/vetted_test.cc") {
            continue;
        }
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string text(std::istreambuf_iterator<char>(file), {});
        const auto has = [&](std::string_view word) { return text.find(word) != text.npos; };
        if (!name.starts_with("crypto/")) {
            EXPECT_FALSE(has("#include <openssl/") || has("#include <argon2")) << name;
        }
        EXPECT_FALSE(has("EVP_sha1") && name != "crypto/totp.cc") << name;
        for (const char* broken :
             {"EVP_md5", "_ecb(", "EVP_des", "EVP_rc4", "std::rand(", "srand("}) {
            EXPECT_FALSE(has(broken)) << name << " " << broken;
        }
        ++files;
    }
    EXPECT_GT(files, 200U);
}

} // namespace
} // namespace chengban::crypto
