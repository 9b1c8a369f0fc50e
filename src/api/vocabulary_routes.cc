// Words of the closed lists, in both languages: what a client shows for a token and offers in a
// form.
#include "api/api.h"
#include "api/vocabulary.h"

#include "appraisal/period.h"
#include "bulletin/bulletin.h"
#include "casework/admonition.h"
#include "casework/half_year.h"
#include "casework/precedent.h"
#include "documents/forms.h"
#include "followup/call.h"
#include "knowledge/task.h"
#include "workorder/decide.h"

#include <set>

namespace chengban::api {

using server::Request;

namespace {

template <class E>
json::array list_json() {
    json::array items;
    for (const EnumRow<E>& row : EnumTable<E>::rows) {
        items.push_back({{"value", row.token}, {"zh", row.zh}, {"en", row.en}});
    }
    return items;
}

// 9.1: which findings are offered for which kinds of order.
json::array fact_findings() {
    json::array items;
    for (const EnumRow<FactFinding>& row : EnumTable<FactFinding>::rows) {
        json::array kinds;
        for (const EnumRow<OrderKind>& kind : EnumTable<OrderKind>::rows) {
            if (workorder::is_offered(kind.value, row.value)) {
                kinds.push_back(json::value(kind.token));
            }
        }
        items.push_back(
            {{"value", row.token}, {"zh", row.zh}, {"en", row.en}, {"kinds", std::move(kinds)}});
    }
    return items;
}

json::object vocabulary(const rulebook::Rulebook& book, const people::Organisation& organisation) {
    json::array matters;
    for (const rulebook::FilingMatter& matter : book.filing_scope) {
        matters.push_back(
            {{"value", matter.token}, {"zh", matter.words.zh}, {"en", matter.words.en}});
    }
    json::array categories;
    for (const rulebook::CategoryWords& category : book.categories) {
        categories.push_back({{"value", category.token},
                              {"zh", category.words.zh},
                              {"en", category.words.en},
                              {"field", category.field}});
    }
    json::array districts;
    for (const people::Unit& unit : organisation.units) {
        if (!unit.district_code.empty()) {
            const std::string zh = unit.places.empty() ? unit.name.zh : unit.places.front();
            districts.push_back({{"value", unit.district_code}, {"zh", zh}, {"en", unit.name.en}});
        }
    }
    json::array tags; // 13: those that select a profile; any other is its user's own word
    std::set<std::string> named;
    for (const rulebook::Profile& profile : book.profiles) {
        for (const std::string& tag : profile.tags) {
            if (named.insert(tag).second) {
                tags.push_back(
                    {{"value", tag}, {"zh", profile.words.zh}, {"en", profile.words.en}});
            }
        }
    }
    json::array extension_days;
    for (const std::int32_t days : book.extension.days) {
        extension_days.push_back(json::value(days));
    }
    json::object lists = closed_lists();
    lists["filing_matter"] = std::move(matters);
    lists["category"] = std::move(categories);
    lists["district"] = std::move(districts);
    lists["tag"] = std::move(tags);
    lists["extension_days"] = std::move(extension_days);
    return lists;
}

// Who can be named in a form: the people of a unit with their posts.
json::array people_of(const people::Organisation& organisation, const UnitId& unit) {
    json::array items;
    for (const people::Person& person : organisation.people) {
        json::array roles;
        for (const people::Post& post : person.posts) {
            if (post.unit == unit) {
                roles.push_back(json::value(token(post.role)));
            }
        }
        if (!roles.empty()) {
            items.push_back(
                {{"person", person.id.text()}, {"name", person.name}, {"roles", std::move(roles)}});
        }
    }
    return items;
}

} // namespace

const json::object& closed_lists() {
    static const json::object lists{
        {"kind", list_json<OrderKind>()},
        {"limit_class", list_json<LimitClass>()},
        {"state", list_json<workorder::State>()},
        {"deadline", list_json<workorder::DeadlineKind>()},
        {"source", list_json<Source>()},
        {"channel", list_json<Channel>()},
        {"evidence_kind", list_json<EvidenceKind>()},
        {"approval", list_json<Approval>()},
        {"ground", list_json<ExtensionGround>()},
        {"fact_finding", fact_findings()},
        {"claim_assessment", list_json<ClaimAssessment>()},
        {"outcome", list_json<Outcome>()},
        {"site_visit", list_json<SiteVisit>()},
        {"confidentiality", list_json<workorder::Confidentiality>()},
        {"consultation_outcome", list_json<workorder::ConsultationOutcome>()},
        {"spot_check", list_json<workorder::SpotCheck>()},
        {"role", list_json<people::Role>()},
        {"unit_kind", list_json<UnitKind>()},
        {"call_state", list_json<followup::CallState>()},
        {"resolution", list_json<workorder::Resolution>()},
        {"satisfaction", list_json<workorder::Satisfaction>()},
        {"entry_kind", list_json<knowledge::EntryKind>()},
        {"entry_stage", list_json<knowledge::Stage>()},
        {"entry_state", list_json<knowledge::EntryState>()},
        {"validity", list_json<knowledge::Validity>()},
        {"task_kind", list_json<knowledge::TaskKind>()},
        {"task_state", list_json<knowledge::TaskState>()},
        {"bulletin_kind", list_json<bulletin::BulletinKind>()},
        {"bulletin_state", list_json<bulletin::BulletinState>()},
        {"supervision_trigger", list_json<workorder::SupervisionTrigger>()},
        {"supervision_stage", list_json<workorder::SupervisionStage>()},
        {"attention_reason", list_json<workorder::AttentionReason>()},
        {"repeat_cause", list_json<workorder::RepeatCause>()},
        {"review_verdict", list_json<workorder::ReviewVerdict>()},
        {"dispute_decision", list_json<casework::DisputeDecision>()},
        {"half_year_state", list_json<casework::HalfYearState>()},
        {"admonition_ground", list_json<casework::AdmonitionGround>()},
        {"admonition_state", list_json<casework::AdmonitionState>()},
        {"admonition_measure", list_json<casework::Measure>()},
        {"measure", list_json<appraisal::Measure>()},
        {"grade", list_json<appraisal::Grade>()},
        {"exclusion", list_json<appraisal::Exclusion>()},
        {"round_end", list_json<appraisal::RoundEnd>()},
        {"period_state", list_json<appraisal::PeriodState>()},
        {"document_form", list_json<documents::Form>()}};
    return lists;
}

void add_vocabulary_routes(server::Router& router, Services& services) {
    router.add(
        {.method = server::Method::get,
         .pattern = "/api/v1/vocabulary",
         .name = "get_vocabulary",
         .handler = server::SyncHandler([&services](const Request&) {
             const auto rules =
                 services.desk->library().rulebook_in_force(day_of(services.desk->clock().now()));
             return server::json_response(
                 200, write(vocabulary(rules->book, *services.desk->library().organisation())));
         }),
         .permission = "reference.read"});
    router.add(
        {.method = server::Method::get,
         .pattern = "/api/v1/units/{unit}/people",
         .name = "list_unit_people",
         .handler = server::SyncHandler([&services](const Request& request) {
             const auto organisation = services.desk->library().organisation();
             return server::json_response(
                 200, write(json::object{
                          {"items",
                           people_of(*organisation, UnitId(std::string(request.param("unit"))))}}));
         }),
         .permission = "reference.read"});
}

} // namespace chengban::api
