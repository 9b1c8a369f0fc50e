// Bulletins (16): counted from the orders of their period, worded, edited, issued with the next
// number.
#pragma once

#include "bulletin/wording.h"
#include "usecase/desk.h"
#include "usecase/stream_desk.h"

namespace chengban::usecase {

// The office's words for what figures name by tokens.
bulletin::Names bulletin_names(OrganisationPtr organisation, Rules rules);

class Bulletins {
public:
    explicit Bulletins(Desk& desk);

    Outcome<StreamAnswer> give(StreamRequest request, bulletin::Bulletin::Command command);
    // Issued ones for everybody, drafts for the center and the office.
    Outcome<json::object> bulletin(const workorder::Actor& reader, const std::string& id);
    Outcome<bulletin::Bulletin> find(const workorder::Actor& reader, const std::string& id);
    Outcome<json::object> list(const workorder::Actor& reader, const store::StreamFilter& filter,
                               const store::StreamPageRequest& page);
    // The same count as a draft makes, for a page that looks before it drafts.
    bulletin::Figures figures(bulletin::BulletinKind kind, Day day);

private:
    bulletin::BulletinDrafted made(const bulletin::DraftBulletin& command);
    Instant data_begins(); // the first order ever
    std::int32_t next_number(bulletin::BulletinKind kind, std::int32_t year);
    json::object json_of(const bulletin::Bulletin& one);

    Desk& desk_;
    StreamDesk<bulletin::Bulletin> bulletins_;
};

} // namespace chengban::usecase
