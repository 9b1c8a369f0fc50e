#include "usecase/attachments.h"

#include "crypto/digest.h"
#include "crypto/hex.h"
#include "usecase/desk_fixture.h"
#include "usecase/order_view.h"
#include "usecase/projection.h"
#include "usecase/sealing.h"
#include "usecase/verify_attachments.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <sys/stat.h>
#include <utime.h>

namespace chengban::usecase {
namespace {

const std::string k_png = std::string("\x89PNG\r\n\x1A\n") + std::string(200'000, 'p');

class AttachmentsTest : public DeskTest {
protected:
    void SetUp() override {
        DeskTest::SetUp();
        order_ = registered("F-1");
        ASSERT_TRUE(give(dispatcher(), to_huangpu(), order_));
    }
    store::BlobStore& blobs() { return store_->blobs(); }

    Upload upload(const std::string& name, std::string content, std::string key = {}) {
        Upload one;
        one.actor = head("huangpu", "310101");
        one.order = order_;
        one.idempotency_key = std::move(key);
        one.kind = EvidenceKind::photo;
        one.file_name = name;
        one.content = content_of(std::move(content));
        one.bytes_max = 1 << 20;
        return one;
    }
    Outcome<Attached> attach(Upload one) { return attach_file(*desk_, blobs(), std::move(one)); }
    std::vector<std::string> refused(Upload one) {
        const auto outcome = attach(std::move(one));
        std::vector<std::string> codes;
        if (!outcome) {
            for (const Reason& reason : outcome.error().problem.reasons) {
                codes.push_back(reason.code);
            }
        }
        return codes;
    }
    std::string read(const OrderId& order, const AttachmentId& id, const Actor& reader) {
        auto opened = open_attachment(*desk_, blobs(), order, id, reader);
        if (!opened) {
            return opened.error().problem.reasons.front().code;
        }
        std::string content;
        for (;;) {
            const Result<std::string> piece = opened->bytes->next();
            EXPECT_TRUE(piece);
            if (!piece || piece->empty()) {
                EXPECT_EQ(opened->size, static_cast<std::int64_t>(content.size()));
                return content;
            }
            content += *piece;
        }
    }
    std::filesystem::path file_of(const AttachmentId& id) {
        return blobs().directory() / id.text().substr(34) / id.text();
    }
    static void flip(const std::filesystem::path& file, std::uintmax_t at) {
        std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
        stream.seekg(static_cast<std::streamoff>(at));
        const auto byte = static_cast<char>(stream.get() ^ 1);
        stream.seekp(static_cast<std::streamoff>(at));
        stream.put(byte);
    }
    // As if the file had been written two days ago.
    void age(const AttachmentId& id) {
        const std::filesystem::path file = file_of(id);
        const auto then = static_cast<std::time_t>(clock_.now().milliseconds() / 1000 - 2 * 86'400);
        const utimbuf times{then, then};
        ASSERT_EQ(::utime(file.c_str(), &times), 0);
    }

    OrderId order_;
};

TEST_F(AttachmentsTest, Clause_18_verify_reads_every_file_and_names_what_was_altered) {
    const auto first = attach(upload("现场照片.png", k_png));
    const auto second = attach(upload("复查照片.png", k_png + "2"));
    ASSERT_TRUE(first);
    ASSERT_TRUE(second);
    const AttachmentsReport sound = verify_attachments(*store_, blobs(), {});
    EXPECT_EQ(sound.files, 2);
    EXPECT_TRUE(sound.faults.empty());
    const std::filesystem::path file = file_of(second->attachment);
    const auto size = std::filesystem::file_size(file);
    // The first byte, one of the content, the last.
    for (const std::uintmax_t at : {std::uintmax_t{0}, size / 2, size - 1}) {
        flip(file, at);
        const AttachmentsReport altered = verify_attachments(*store_, blobs(), {});
        ASSERT_EQ(altered.faults.size(), 1U) << at;
        EXPECT_EQ(
            altered.faults.front().place,
            fmt::format("order/{}#4 attachment {}", order_.text(), second->attachment.text()));
        flip(file, at);
    }
    // A sound file of the same order in its place is none either.
    std::filesystem::copy_file(file_of(first->attachment), file,
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_EQ(verify_attachments(*store_, blobs(), {}).faults.size(), 1U);
    std::filesystem::remove(file);
    EXPECT_EQ(verify_attachments(*store_, blobs(), {}).faults.size(), 1U);
}

TEST_F(AttachmentsTest, Clause_9_1_a_file_is_stored_sealed_and_stands_on_the_order) {
    const auto attached = attach(upload("现场照片.png", k_png));
    ASSERT_TRUE(attached);
    const auto order = desk_->load(order_)->order;
    ASSERT_EQ(order.attachments.size(), 1U);
    EXPECT_EQ(order.attachments[0].id, attached->attachment);
    EXPECT_EQ(order.attachments[0].kind, EvidenceKind::photo);
    EXPECT_EQ(order.attachments[0].size, static_cast<std::int64_t>(k_png.size()));
    EXPECT_EQ(order.attachments[0].media_type, "image/png");
    EXPECT_FALSE(order.attachments[0].simulated);
    EXPECT_EQ(read(order_, attached->attachment, head("huangpu", "310101")), k_png);
    const auto view = order_view(*desk_, order_, dispatcher());
    ASSERT_TRUE(view);
    EXPECT_THAT(view->body, testing::HasSubstr("\"file_name\":\"现场照片.png\""));
    // The name is sealed: no event holds it.
    for (const store::StoredEvent& event : store_->load(stream_of(order_))) {
        EXPECT_EQ(event.event.bytes.find("现场照片"), std::string::npos);
    }
}

TEST_F(AttachmentsTest, Clause_18_only_those_who_see_the_order_get_its_files) {
    const auto attached = attach(upload("现场照片.png", k_png));
    ASSERT_TRUE(attached);
    EXPECT_EQ(read(order_, attached->attachment, head("xuhui", "310104")), "not_found");
    EXPECT_EQ(read(order_, AttachmentId("00000000-0000-7000-8000-000000000000"), dispatcher()),
              "not_found");
    const OrderId other = registered("F-2");
    EXPECT_EQ(read(other, attached->attachment, dispatcher()), "not_found");
    Upload foreign = upload("别家.png", k_png);
    foreign.actor = head("xuhui", "310104");
    EXPECT_THAT(refused(std::move(foreign)), testing::ElementsAre("not_found"));
    EXPECT_EQ(blobs().list().size(), 1U);
}

TEST_F(AttachmentsTest, a_refused_file_leaves_nothing_behind) {
    EXPECT_THAT(refused(upload("page.html", "<html>")), testing::ElementsAre("type_not_allowed"));
    EXPECT_THAT(refused(upload("a.png", "")), testing::ElementsAre("empty"));
    EXPECT_THAT(refused(upload("a.png", k_png + std::string(1 << 20, 'x'))),
                testing::ElementsAre("attachment_too_large"));
    Upload digest = upload("a.png", k_png);
    digest.digest = "sm3:00";
    EXPECT_THAT(refused(std::move(digest)), testing::ElementsAre("digest_mismatch"));
    Upload unreadable = upload("a.png", k_png);
    unreadable.digest = "md5:00";
    EXPECT_THAT(refused(std::move(unreadable)), testing::ElementsAre("bad_digest"));
    Upload nowhere = upload("a.png", k_png);
    nowhere.order = OrderId("none");
    EXPECT_THAT(refused(std::move(nowhere)), testing::ElementsAre("not_found"));
    EXPECT_TRUE(blobs().list().empty());
    EXPECT_TRUE(desk_->load(order_)->order.attachments.empty());
}

TEST_F(AttachmentsTest, a_declared_digest_is_checked) {
    Upload one = upload("a.png", k_png);
    one.digest = "sm3:" + crypto::to_hex(crypto::bytes_of(crypto::sm3(k_png)));
    EXPECT_TRUE(attach(std::move(one)));
    Upload two = upload("b.txt", "abc");
    two.digest = "sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";
    EXPECT_TRUE(attach(std::move(two)));
}

TEST_F(AttachmentsTest, a_repeat_of_the_key_answers_with_the_first_file) {
    const auto first = attach(upload("a.png", k_png, "upload-0001"));
    ASSERT_TRUE(first);
    const auto again = attach(upload("a.png", k_png, "upload-0001"));
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->answer.already_there);
    EXPECT_EQ(again->attachment, first->attachment);
    EXPECT_THAT(refused(upload("b.png", k_png + "x", "upload-0001")),
                testing::ElementsAre("idempotency_key_reused"));
    EXPECT_EQ(blobs().list().size(), 1U);
}

TEST_F(AttachmentsTest, Clause_9_1_one_file_is_one_piece_of_evidence) {
    ASSERT_TRUE(attach(upload("a.png", k_png)));
    Upload twice = upload("b.png", k_png);
    twice.kind = EvidenceKind::written_proof;
    EXPECT_THAT(refused(std::move(twice)), testing::ElementsAre("already_attached"));
    const OrderId first = order_;
    order_ = registered("F-3");
    ASSERT_TRUE(give(dispatcher(), to_huangpu(), order_));
    const auto other = attach(upload("b.png", k_png)); // the same file on another order
    ASSERT_TRUE(other);
    EXPECT_NE(desk_->load(first)->order.attachments[0].digest,
              desk_->load(order_)->order.attachments[0].digest);
}

TEST_F(AttachmentsTest, a_dry_run_stores_nothing) {
    Upload one = upload("a.png", k_png);
    one.dry_run = true;
    const auto possible = attach(std::move(one));
    ASSERT_TRUE(possible);
    EXPECT_TRUE(possible->attachment.empty());
    EXPECT_TRUE(blobs().list().empty());
    EXPECT_TRUE(desk_->load(order_)->order.attachments.empty());
}

TEST_F(AttachmentsTest, orphans_are_swept_after_a_day_and_nothing_else) {
    const auto named = attach(upload("a.png", k_png));
    ASSERT_TRUE(named);
    const auto orphan = [&] {
        const AttachmentId id(new_id(clock_.now()));
        const auto source = content_of(std::string("left behind"))();
        EXPECT_TRUE(blobs().put(order_, id, *source, 100));
        return id;
    };
    const AttachmentId old = orphan();
    age(old);
    age(named->attachment);
    EXPECT_EQ(sweep_attachments(*desk_, blobs()), 1U);
    EXPECT_FALSE(blobs().exists(old));
    EXPECT_TRUE(blobs().exists(named->attachment));
    EXPECT_EQ(sweep_attachments(*desk_, blobs()), 0U);
}

TEST_F(AttachmentsTest, an_altered_file_is_never_handed_out) {
    const auto attached = attach(upload("a.png", k_png));
    ASSERT_TRUE(attached);
    const std::string id = attached->attachment.text();
    const std::filesystem::path file = blobs().directory() / id.substr(34) / id;
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(100);
    bytes.put('!');
    bytes.close();
    EXPECT_THROW(static_cast<void>(
                     open_attachment(*desk_, blobs(), order_, attached->attachment, dispatcher())),
                 store::StoreBroken);
}

} // namespace
} // namespace chengban::usecase
