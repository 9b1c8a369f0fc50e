// One type per kind of name, so that a unit can never be passed where a person belongs.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace chengban {

template <class Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::string text) : text_(std::move(text)) {}

    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }
    auto operator<=>(const Id&) const = default;

private:
    std::string text_;
};

using BureauId = Id<struct BureauTag>;     // one jurisdiction, first column of every table
using OrderId = Id<struct OrderTag>;       // UUIDv7
using UnitId = Id<struct UnitTag>;         // token of the organisation file, e.g. "district-310101"
using PersonId = Id<struct PersonTag>;     // token of the organisation file
using AttachmentId = Id<struct AttachTag>; // UUIDv7
using TextId = Id<struct TextTag>;         // UUIDv7 of a sealed text

} // namespace chengban

template <class Tag>
struct std::hash<chengban::Id<Tag>> {
    std::size_t operator()(const chengban::Id<Tag>& id) const noexcept {
        return std::hash<std::string>{}(id.text());
    }
};
