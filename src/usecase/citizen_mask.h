// What one reader sees of the citizen in the texts of one order (18, B10): the same on its page and
// on every paper. In plain they are read one by one, with a reason and on record (identity.h).
#pragma once

#include "usecase/desk.h"

#include <map>
#include <string>
#include <string_view>

namespace chengban::usecase {

class CitizenMask {
public:
    // `texts` of the order, in plain: the citizen's own name is masked wherever it stands.
    CitizenMask(Desk& desk, const workorder::WorkOrder& order,
                const std::map<TextId, std::string>& texts, const workorder::Actor& reader);

    // `path` as each_text() names it.
    std::string shown(std::string_view path, std::string_view plain) const;
    // Every text of the event, as the reader may see it; what was erased says so.
    void fill(workorder::Event& event, const std::map<TextId, std::string>& texts) const;

private:
    std::string citizen_name_;
    bool house_number_ = false;
};

} // namespace chengban::usecase
