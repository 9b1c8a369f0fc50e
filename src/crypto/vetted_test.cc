// Check 34 of the security list: cryptography stands in this room alone, and nothing uses what is
// broken. HMAC-SHA-1 remains where authenticator programs know nothing else.
#include "base/source_dir.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace chengban::crypto {
namespace {

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
