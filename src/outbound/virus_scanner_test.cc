// Check 44: what a scanner says, and what becomes of a file when it says nothing. A real clamd
// meets the whole way in tests/virus_flow.sh; here its words, good and bad, over a real socket.
#include "outbound/virus_scanner.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace chengban::outbound {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

// Answers one caller with these words once it has said everything, and keeps what it said.
class OneAnswer {
public:
    explicit OneAnswer(std::string words) {
        std::string pattern = (std::filesystem::temp_directory_path() / "scanner-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string path = folder_ + "/s";
        std::copy(path.begin(), path.end(), static_cast<char*>(address.sun_path));
        listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        EXPECT_EQ(::bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof address),
                  0);
        EXPECT_EQ(::listen(listening_, 1), 0);
        thread_ = std::thread([this, words = std::move(words)] { answer(words); });
    }
    ~OneAnswer() {
        thread_.join();
        ::close(listening_);
        std::filesystem::remove_all(folder_);
    }
    OneAnswer(const OneAnswer&) = delete;
    OneAnswer& operator=(const OneAnswer&) = delete;

    Result<std::string> scan(std::string content) const {
        const auto scanner = VirusScanner::at("unix:" + folder_ + "/s", std::chrono::seconds(2));
        return scanner->scan([content = std::move(content)](std::string& piece) mutable {
            piece = std::move(content);
            content.clear();
            return Result<Done>(Done{});
        });
    }
    const std::string& heard() const { return heard_; }

private:
    void answer(const std::string& words) {
        const int caller = ::accept(listening_, nullptr, nullptr);
        std::array<char, 256> piece{};
        while (!heard_.ends_with("\0\0\0\0"sv)) {
            const ssize_t got = ::recv(caller, piece.data(), piece.size(), 0);
            if (got <= 0) {
                break;
            }
            heard_.append(piece.data(), static_cast<std::size_t>(got));
        }
        ::send(caller, words.data(), words.size(), MSG_NOSIGNAL);
        ::close(caller);
    }

    std::string folder_;
    int listening_ = -1;
    std::string heard_;
    std::thread thread_;
};

TEST(VirusScanner, only_this_machine_is_an_address) {
    for (const char* good : {"unix:/run/clamav/clamd.ctl", "127.0.0.1:3310"}) {
        EXPECT_TRUE(VirusScanner::at(good)) << good;
    }
    for (const char* bad :
         {"", "clamd", "unix:", "unix:run", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0",
          "127.0.0.1:65536", "127.0.0.1:1x", "10.0.0.1:3310", "localhost:3310"}) {
        const auto scanner = VirusScanner::at(bad);
        ASSERT_FALSE(scanner) << bad;
        EXPECT_EQ(scanner.error().reasons.front().code, "bad_scanner");
    }
    EXPECT_FALSE(VirusScanner::at("unix:/" + std::string(200, 'a')));
}

TEST(VirusScanner, Check_44_what_it_finds_has_a_name_and_nothing_else) {
    {
        OneAnswer scanner("stream: OK\0"s);
        const auto found = scanner.scan("abc");
        ASSERT_TRUE(found);
        EXPECT_EQ(*found, "");
    }
    {
        OneAnswer scanner("stream: Win.Test.EICAR_HDB-1 FOUND\0"s);
        EXPECT_EQ(scanner.scan("abc").value(), "Win.Test.EICAR_HDB-1");
    }
    OneAnswer scanner("stream: a\nb\x1b[31m FOUND\0"s);
    EXPECT_EQ(scanner.scan("abc").value(), "a_b_[31m");
}

TEST(VirusScanner, the_content_goes_as_its_protocol_wants_it) {
    std::string heard;
    {
        OneAnswer scanner("stream: OK\0"s);
        ASSERT_TRUE(scanner.scan("abc"));
        heard = scanner.heard();
    }
    EXPECT_EQ(heard, "zINSTREAM\0\0\0\0\x03"
                     "abc\0\0\0\0"s);
}

TEST(VirusScanner, Check_44_whoever_does_not_say_clean_has_not_said_it) {
    for (const std::string& words :
         {""s, "stream: O"s, "OK\0"s, "INSTREAM size limit exceeded. ERROR\0"s,
          "stream: FOUND\0"s}) {
        OneAnswer scanner(words);
        const auto found = scanner.scan("abc");
        ASSERT_FALSE(found) << words;
        EXPECT_EQ(found.error().reasons.front().code, "scanner_silent");
    }
    const auto nobody = VirusScanner::at("unix:/nowhere/at/all");
    EXPECT_FALSE(nobody->ping());
}

} // namespace
} // namespace chengban::outbound
