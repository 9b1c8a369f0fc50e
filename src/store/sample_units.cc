#include "store/sample_units.h"

#include "base/json.h"
#include "base/uuid.h"
#include "store/chain.h"

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chengban::store {

namespace {

constexpr std::array<std::string_view, 40> k_phrases{
    "夜间施工噪声扰民",
    "小区电梯故障",
    "物业服务不到位",
    "违法搭建阳光房",
    "外墙脱落有安全隐患",
    "公共收益未公示",
    "维修资金使用",
    "漏水至楼下邻居",
    "群租房",
    "消防通道被堵塞",
    "动迁安置房",
    "公积金贷款问题",
    "房产证办理进度",
    "业委会换届",
    "垃圾分类点异味",
    "车位被占用",
    "二次供水设施",
    "屋面渗漏多次报修",
    "中介收费不透明",
    "押金不退",
    "市民来电反映",
    "希望尽快处理",
    "要求书面答复",
    "此前已多次投诉",
    "工作人员态度不好",
    "静安区",
    "浦东新区",
    "黄浦区",
    "徐汇区",
    "闵行区",
    "虹口区",
    "长宁路",
    "共和新路",
    "世纪大道",
    "七宝镇",
    "南京西路",
    "居民楼",
    "保安",
    "楼道照明",
    "井盖缺失",
};
constexpr std::array<std::string_view, 6> k_states{"pending_dispatch", "dispatched", "accepted",
                                                   "in_progress",      "replied",    "completed"};
constexpr std::array<std::string_view, 4> k_kinds{"complaint", "help", "advice", "praise"};
constexpr std::array<std::string_view, 3> k_classes{"general", "urgent", "complex"};
constexpr std::int64_t k_minute = 60'000;

template <class List>
std::string pick(SampleUnits& units, const List& list) {
    return std::string(list[units.below(list.size())]);
}

} // namespace

Digest digest_filled(std::uint8_t filler) {
    Digest digest;
    digest.fill(filler);
    return digest;
}

SampleUnits::SampleUnits(std::uint64_t seed, std::string name)
    : random_(seed), name_(std::move(name)), now_(Instant(1'790'000'000'000)) {}

std::string SampleUnits::uuid() {
    RandomBytes10 bytes{};
    for (std::uint8_t& byte : bytes) {
        byte = static_cast<std::uint8_t>(random_());
    }
    return make_uuid_v7(now_, bytes);
}

std::string SampleUnits::chinese(std::size_t count) {
    std::string text;
    std::size_t length = 0;
    while (length < count) {
        std::u32string piece;
        if (one_in(4)) { // rarer characters, so that the vocabulary is not a handful
            for (int i = 0; i < 4; ++i) {
                piece.push_back(static_cast<char32_t>(0x4e00 + below(3000)));
            }
        } else {
            piece = to_code_points(k_phrases[below(k_phrases.size())]);
        }
        piece.resize(std::min(piece.size(), count - length));
        length += piece.size();
        text += to_utf8(piece);
    }
    return text;
}

CommitUnit SampleUnits::unit_for(SampleOrder& order, const std::string& type, bool new_text) {
    pass(static_cast<std::int64_t>(below(5 * k_minute)) + 1);
    CommitUnit unit;
    const StreamName stream = order.stream();
    json::object bytes{{"type", type},
                       {"state", order.row.state},
                       {"rulebook_version", 3},
                       {"calendar_version", 7},
                       {"trace", chinese(120)}};
    if (new_text) {
        NewText text{TextId(uuid()), order.row.id.text(), type, uuid(), chinese(200)};
        bytes["text"] =
            json::object{{"commitment", commitment(text.salt, text.text)}, {"id", text.id.text()}};
        unit.texts.push_back(std::move(text));
    }
    const std::string actor = R"({"person":"p-1024","role":"handler","unit":"district-310106"})";
    Append append{stream, order.row.version, order.head, {}};
    append.events.push_back(
        NewEvent{type, 1, actor, canonical_json(bytes), now_, now_, std::nullopt});
    order.head = event_hashes(BureauId("shanghai-housing"), append).back();
    order.row.version += 1;
    order.row.updated_at = now_;
    unit.appends.push_back(std::move(append));
    unit.rows.push_back(order.row);
    unit.timers.push_back({stream, "completion", order.row.version, order.row.completion_due});
    unit.timers.push_back({stream, "next", order.row.version, order.row.next_due});
    unit.outbox.push_back(
        {fmt::format("{}/{}/status", order.row.id.text(), order.row.version), "hotline.status",
         stream,
         fmt::format(R"({{"order":"{}","state":"{}"}})", order.row.id.text(), order.row.state),
         now_.plus_milliseconds(k_minute)});
    unit.idempotency = IdempotencyKey{"p-1024", uuid(), digest_filled(1)};
    unit.log.push_back({uuid(),
                        now_,
                        actor,
                        type,
                        stream,
                        canonical_json(bytes),
                        "accepted",
                        {"5.1", "9.2"},
                        3,
                        7});
    return unit;
}

CommitUnit SampleUnits::create(SampleOrder& order) {
    order = SampleOrder{};
    order.row.id = OrderId(uuid());
    order.row.source = "hotline";
    order.row.hotline_number = fmt::format("{}-{:08}", name_, ++made_);
    order.row.state = std::string(k_states[0]);
    order.row.kind = pick(*this, k_kinds);
    order.row.limit_class = pick(*this, k_classes);
    order.row.category = fmt::format("c-{}", below(60));
    order.row.district = fmt::format("3101{:02}", below(16) + 1);
    order.row.title = chinese(16);
    order.row.confidential = one_in(20);
    order.row.received_at = now_;
    order.row.next_due = now_.plus_milliseconds(120 * k_minute);
    order.row.next_due_kind = "dispatch";
    order.row.next_due_since = now_;
    order.row.completion_due =
        now_.plus_milliseconds(static_cast<std::int64_t>(5 + below(10)) * k_milliseconds_per_day);
    order.row.calendar_version = 7;
    order.row.chain = {PersonId(fmt::format("p-{}", below(50)))};
    order.row.phone_digest = fmt::format("phone-{}", below(100'000));
    order.row.place_digest = one_in(8) ? std::string() : fmt::format("place-{}", below(40));
    CommitUnit unit = unit_for(order, "order_received", true);
    order.search_text = order.row.title + "\n" + unit.texts.front().text;
    unit.search.push_back({order.row.id, order.search_text});
    unit.claims.push_back({"hotline_number", order.row.hotline_number, order.row.id.text()});
    return unit;
}

CommitUnit SampleUnits::advance(SampleOrder& order) {
    const auto* const found = std::find(k_states.begin(), k_states.end(), order.row.state);
    const auto at = static_cast<std::size_t>(found - k_states.begin());
    const std::size_t next = std::min(at + 1, k_states.size() - 1);
    order.row.state = std::string(k_states[next]);
    order.row.open = next + 1 < k_states.size();
    if (next == 1) {
        order.row.unit = UnitId(fmt::format("district-3101{:02}", below(16) + 1));
        order.row.dispatched_at = now_;
    }
    if (next == 2) {
        order.row.handler = PersonId(fmt::format("p-{}", below(50)));
        order.row.chain.push_back(PersonId(fmt::format("p-{}", 50 + below(50))));
    }
    order.row.next_due = order.row.open
                             ? std::optional(now_.plus_milliseconds(
                                   static_cast<std::int64_t>(1 + below(72)) * 60 * k_minute))
                             : std::nullopt;
    order.row.next_due_kind = order.row.open ? "completion" : "";
    order.row.next_due_since = order.row.open ? std::optional(now_) : std::nullopt;
    if (!order.row.open) {
        order.row.completed_at = now_;
    }
    return unit_for(order, order.row.state, true);
}

} // namespace chengban::store
