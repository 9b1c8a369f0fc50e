#include "store/blob_store.h"

#include "store/files.h"
#include "store/sample_units.h"
#include "store/sqlite_test_store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace chengban::store {
namespace {

class Blobs : public ::testing::Test {
protected:
    BlobStore& blobs() { return holder_.store().blobs(); }

    static BlobStore::Source pieces_of(std::string content, std::size_t piece_bytes) {
        return [content = std::move(content), piece_bytes,
                at = std::size_t{0}](std::string& piece) mutable -> Result<Done> {
            piece = content.substr(std::min(at, content.size()), piece_bytes);
            at += piece.size();
            return Done{};
        };
    }
    AttachmentId put(const std::string& content, std::size_t piece_bytes = 1000) {
        AttachmentId id(samples_.uuid());
        const Result<std::int64_t> written =
            blobs().put(order_, id, pieces_of(content, piece_bytes), 1 << 30);
        EXPECT_TRUE(written);
        EXPECT_EQ(written.value(), static_cast<std::int64_t>(content.size()));
        return id;
    }
    // The content, or the refusal's code.
    std::string get(const OrderId& order, const AttachmentId& id) {
        std::string content;
        const Result<std::int64_t> got =
            blobs().get(order, id, [&](std::string_view piece) -> Result<Done> {
                content += piece;
                return Done{};
            });
        return got ? content : got.error().reasons.front().code;
    }
    std::filesystem::path file_of(const AttachmentId& id) {
        return blobs().directory() / id.text().substr(34) / id.text();
    }
    std::size_t files() {
        std::size_t count = 0;
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(blobs().directory())) {
            count += entry.is_regular_file() ? 1U : 0U;
        }
        return count;
    }

    SqliteHolder holder_;
    SampleUnits samples_{1, "blobs"};
    OrderId order_{"order-1"};
};

TEST_F(Blobs, ComeBackAsTheyWere) {
    constexpr std::size_t k_piece = 64 << 10;
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, k_piece - 1, k_piece,
                                   k_piece + 1, 3 * k_piece, std::size_t{5'000'001}}) {
        std::string content(size, '\0');
        for (std::size_t i = 0; i < size; ++i) {
            content[i] = static_cast<char>(i * 31 + i / 251);
        }
        for (const std::size_t piece : {std::size_t{777}, k_piece, std::size_t{1} << 20}) {
            const AttachmentId id = put(content, piece);
            EXPECT_TRUE(blobs().exists(id));
            EXPECT_EQ(get(order_, id), content) << size;
        }
    }
}

TEST_F(Blobs, AreNotReadableAtRestNorByAnotherOrder) {
    const AttachmentId id = put("身份证号 310101199001011234");
    const std::string bytes = read_file(file_of(id), 1 << 20).value();
    EXPECT_EQ(bytes.find("310101"), std::string::npos);
    EXPECT_EQ(get(OrderId("order-2"), id), "blob_altered");
    EXPECT_EQ(std::filesystem::status(file_of(id)).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(Blobs, AnAlterationIsNoticedBeforeItIsHandedOut) {
    const std::string content(200'000, 'c');
    const AttachmentId id = put(content);
    const std::string original = read_file(file_of(id), 1 << 20).value();
    const auto with = [&](std::string bytes) {
        std::ofstream(file_of(id), std::ios::binary | std::ios::trunc) << bytes;
        std::string seen;
        const Result<std::int64_t> got =
            blobs().get(order_, id, [&](std::string_view piece) -> Result<Done> {
                seen += piece;
                return Done{};
            });
        EXPECT_FALSE(got);
        EXPECT_EQ(content.compare(0, seen.size(), seen), 0); // only what was authentic
    };
    std::mt19937_64 random(1);
    for (int i = 0; i < 200; ++i) {
        std::string altered = original;
        altered[random() % altered.size()] ^= static_cast<char>(1 << (random() % 8));
        with(altered);
    }
    constexpr std::size_t k_stored_piece = (64 << 10) + 16;
    with(original.substr(0, 25 + k_stored_piece)); // cut off between two pieces
    with(original.substr(0, 25));
    with(original.substr(0, 10));
    with("");
    with(original + "x");
    with(original + original.substr(25));
    std::string swapped = original;
    std::swap_ranges(swapped.begin() + 25,
                     swapped.begin() + 25 + static_cast<std::ptrdiff_t>(k_stored_piece),
                     swapped.begin() + 25 + static_cast<std::ptrdiff_t>(k_stored_piece));
    with(swapped);
}

TEST_F(Blobs, RefusesBadNamesRepeatsAndTooMuch) {
    for (const char* id : {"", "../../etc/passwd", "x", "00000000-0000-0000-0000-00000000000G"}) {
        EXPECT_EQ(blobs()
                      .put(order_, AttachmentId(id), pieces_of("x", 1), 10)
                      .error()
                      .reasons.front()
                      .code,
                  "bad_id");
        EXPECT_EQ(get(order_, AttachmentId(id)), "bad_id");
    }
    const AttachmentId id = put("first");
    EXPECT_EQ(blobs().put(order_, id, pieces_of("second", 3), 10).error().reasons.front().code,
              "blob_exists");
    EXPECT_EQ(get(order_, id), "first");
    EXPECT_EQ(files(), 1U);
    const std::size_t before = files();
    const AttachmentId large(samples_.uuid());
    EXPECT_EQ(blobs()
                  .put(order_, large, pieces_of(std::string(101, 'x'), 10), 100)
                  .error()
                  .reasons.front()
                  .code,
              "attachment_too_large");
    EXPECT_EQ(blobs()
                  .put(
                      order_, large,
                      [](std::string&) -> Result<Done> {
                          return Failure{problem("client_gone", "", "客户端断开", "client gone")};
                      },
                      100)
                  .error()
                  .reasons.front()
                  .code,
              "client_gone");
    EXPECT_EQ(files(), before);
    EXPECT_EQ(get(order_, large), "blob_missing");
}

TEST_F(Blobs, AreRemovedForGood) {
    const AttachmentId id = put("content");
    EXPECT_TRUE(blobs().remove(id).value());
    EXPECT_FALSE(blobs().remove(id).value());
    EXPECT_EQ(get(order_, id), "blob_missing");
}

TEST_F(Blobs, OrphansAreSweptAfterADay) {
    const AttachmentId known = put("known");
    const AttachmentId orphan = put("orphan");
    std::ofstream(file_of(orphan).string() + "0.part") << "not one of ours";
    const AttachmentId unfinished(samples_.uuid());
    std::filesystem::create_directories(file_of(unfinished).parent_path());
    std::ofstream(file_of(unfinished).string() + ".part") << "torn";
    const auto is_known = [&](const AttachmentId& id) { return id == known; };
    const auto written = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::file_clock::to_sys(std::filesystem::last_write_time(file_of(orphan)))
            .time_since_epoch());
    const Instant now(written.count());
    EXPECT_TRUE(blobs().sweep(is_known, now).empty());
    EXPECT_TRUE(blobs().sweep(is_known, now.plus_milliseconds(86'000'000)).empty());
    const std::vector<AttachmentId> swept =
        blobs().sweep(is_known, now.plus_milliseconds(86'410'000));
    EXPECT_EQ(std::set<AttachmentId>(swept.begin(), swept.end()),
              (std::set<AttachmentId>{orphan, unfinished}));
    EXPECT_EQ(get(order_, known), "known");
    EXPECT_EQ(get(order_, orphan), "blob_missing");
    EXPECT_EQ(blobs().list(), std::vector{known});
}

} // namespace
} // namespace chengban::store
