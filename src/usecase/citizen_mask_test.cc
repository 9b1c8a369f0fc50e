// 18, B10: what names the citizen stands in no paper, list or file, whoever reads it, even where
// people wrote it into a text of their own.
#include "usecase/citizen_mask.h"

#include "usecase/held_audit.h"
#include "usecase/order_documents.h"
#include "usecase/test_desk.h"
#include "workorder/codec.h"
#include "workorder/sample_commands.h"

#include <gmock/gmock.h>

#include <set>

namespace chengban::usecase {
namespace {

using documents::Form;
using testing::HasSubstr;
using testing::Not;

constexpr const char* k_unit = "district-310101";
constexpr const char* k_name = "张三丰";
constexpr const char* k_number = "31010119800101123X";
constexpr const char* k_phone = "13998765432";

class CitizenMaskTest : public TestDesk {
protected:
    void SetUp() override {
        TestDesk::SetUp();
        papers_ = std::make_unique<OrderDocuments>(*desk_, audit_);
    }
    void TearDown() override {
        pool_.stop();
        papers_.reset();
        TestDesk::TearDown();
    }

    // The command with the citizen's name and numbers in each of its texts.
    template <class C>
    CommandAnswer telling(const Actor& actor, C given, const OrderId& order = {}) {
        workorder::Command command = std::move(given);
        workorder::each_text(command, [](const std::string& path, Text& text) {
            if (path == "reply_summary") { // 10.2: with a number it would be refused
                text.plain += fmt::format("我是{}", k_name);
            } else if (!path.starts_with("citizen_")) {
                text.plain += fmt::format("我是{}，身份证{}，电话{}", k_name, k_number, k_phone);
            }
        });
        const auto answer = give(actor, std::move(command), order);
        EXPECT_TRUE(answer) << C::name << ": " << last_refusal_;
        return answer ? *answer : CommandAnswer{};
    }
    OrderId handled(const std::string& number, LimitClass limit_class = LimitClass::complex) {
        workorder::Register transfer = workorder::registration();
        transfer.hotline_number = number;
        transfer.transferred_at.reset();
        transfer.limit_class = limit_class;
        transfer.citizen_name = Text{k_name, {}};
        transfer.citizen_phone = Text{k_phone, {}};
        transfer.address = Text{"德华路85弄7号602室", {}};
        const OrderId order = telling(dispatcher_, transfer).order;
        workorder::Dispatch dispatch;
        dispatch.unit = UnitId(k_unit);
        dispatch.note = Text{"请尽快联系。", {}};
        telling(dispatcher_, dispatch, order);
        telling(handler_, workorder::Acknowledge{}, order);
        workorder::RecordContact contact = workorder::contact("2026-09-30T10:00");
        contact.caller = handler_.person;
        telling(handler_, contact, order);
        return order;
    }
    AttachmentId attached(const OrderId& order, const std::string& id,
                          EvidenceKind kind = EvidenceKind::photo) {
        const auto file = workorder::attachment(id, kind);
        telling(handler_, file, order);
        return file.attachment;
    }

    const Actor dispatcher_ = {PersonId("dispatcher-1"), UnitId("center"), Role::dispatcher, {}};
    const Actor handler_ = {
        PersonId("huangpu-handler-1"), UnitId("district-310101"), Role::handler, {}};
    HeldAudit audit_;
    std::unique_ptr<OrderDocuments> papers_;
};

TEST_F(CitizenMaskTest, Clause_18_B10_no_paper_of_an_order_tells_who_the_citizen_is) {
    const Actor leader = somebody(Role::leader_in_charge, k_unit);
    const Actor principal = somebody(Role::principal, k_unit);
    const Actor supervisor = somebody(Role::supervisor);
    const Actor reviewer = somebody(Role::reviewer);

    const OrderId first = handled("K-1");
    workorder::ReportInterim interim;
    interim.content.plain = "抢修人员已到场。";
    telling(handler_, interim, first);
    telling(handler_, interim, first); // the first one is told again by the second's paper
    telling(handler_, workorder::extension_request(), first);
    telling(leader, workorder::agreeing<workorder::ConsentExtension>(), first);
    telling(reviewer, workorder::agreeing<workorder::ReviewExtension>(), first);
    workorder::OpenSupervision open;
    open.trigger = workorder::SupervisionTrigger::repeats;
    open.evidence.explanation = Text{"同一电梯五次反映停运。", {}};
    open.demands = Text{"查明停运原因并修复。", {}};
    open.due = moment("2026-10-15T00:00");
    telling(supervisor, open, first);
    attached(first, "0190a000-0000-7000-8000-000000000003");
    attached(first, "0190a000-0000-7000-8000-000000000004", EvidenceKind::investigation_report);
    telling(handler_, workorder::supervision_report(), first);

    const OrderId second = handled("K-2");
    workorder::ApplyReturn back = workorder::return_request();
    telling(handler_, back, second);
    telling(reviewer, workorder::declining<workorder::DecideReturn>(), second);

    const OrderId third = handled("K-3");
    telling(handler_,
            workorder::filing_request(attached(third, "0190a000-0000-7000-8000-000000000001")),
            third);

    const OrderId fourth = handled("K-4", LimitClass::general);
    attached(fourth, "0190a000-0000-7000-8000-000000000002");
    workorder::RecordAnswer answer = workorder::answer("2026-09-30T10:00");
    answer.by = handler_.person;
    telling(handler_, answer, fourth);
    workorder::SubmitCompletion report = workorder::report();
    report.investigation = Text{"详细调查情况。", {}};
    telling(handler_, report, fourth);
    workorder::Reassign reassign;
    reassign.reason = Text{"再次来电反映。", {}};
    const auto reassigned = telling(supervisor, reassign, fourth);
    ASSERT_TRUE(reassigned.review_order);
    workorder::Dispatch dispatch;
    dispatch.unit = UnitId(k_unit);
    dispatch.note = Text{"请查明复漏原因。", {}};
    telling(dispatcher_, dispatch, *reassigned.review_order);

    for (const OrderId& order : {fourth, *reassigned.review_order}) { // what lists show
        const std::string title = store_->row(order, visibility_of(reviewer))->title;
        EXPECT_THAT(title, HasSubstr("张**"));
        EXPECT_THAT(title, Not(HasSubstr(k_name)));
    }
    std::set<std::string> seen;
    for (const Actor& reader : {handler_, leader, principal, dispatcher_, supervisor,
                                somebody(Role::office_clerk), somebody(Role::bureau_leader)}) {
        for (const OrderId& order : {first, second, third, fourth, *reassigned.review_order}) {
            const auto forms = papers_->list(order, reader);
            ASSERT_TRUE(forms) << token(reader.role);
            for (const json::value& item : *forms) {
                const std::string name(item.at("form").as_string());
                seen.insert(name);
                SCOPED_TRACE(fmt::format("{} for {}", name, token(reader.role)));
                auto file = papers_->file(order, reader, *from_token<Form>(name), FileKind::docx);
                ASSERT_TRUE(file);
                const std::string text = part_of(std::move(file->bytes), "word/document.xml");
                for (const char* secret : {k_name, k_number, k_phone}) {
                    EXPECT_THAT(text, Not(HasSubstr(secret)));
                }
                EXPECT_THAT(text, HasSubstr("张**"));
                if (text.find("德华路") != std::string::npos) {
                    EXPECT_EQ(text.find("德华路85弄7号602室") != std::string::npos,
                              reader.unit == UnitId(k_unit));
                }
            }
        }
    }
    EXPECT_EQ(seen.size(), 9U) << "every form of an order";
}

} // namespace
} // namespace chengban::usecase
