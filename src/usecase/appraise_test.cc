// Clauses 17 and B5 over a real store: figures, the orders behind them, periods, the forecast; and
// everything a second time by SQL from the events.
#include "usecase/appraisal_export.h"

#include "store/blob_store.h"
#include "usecase/bulletins.h"
#include "usecase/forecast.h"
#include "usecase/people_desk.h"
#include "usecase/recount.h"
#include "usecase/simulation.h"
#include "usecase/test_desk.h"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace chengban::usecase {
namespace {

using appraisal::Fact;
using appraisal::k_parts;
using appraisal::Line;
using appraisal::Measure;
using appraisal::Scope;
using workorder::Resolution;
using workorder::Satisfaction;

class Appraise : public TestDesk {
protected:
    appraisal::Period october() { return {day("2026-10-01"), day("2026-10-31")}; }

    void survey(const OrderId& order, Satisfaction overall, Resolution resolution) {
        workorder::RecordSurvey command;
        command.at = clock_.now();
        command.event_id = fmt::format("s/{}/{}", order.text(), clock_.now().milliseconds());
        command.answers.overall = overall;
        command.answers.resolution = resolution;
        command.answers.first_contact = true;
        EXPECT_TRUE(give(hotline(), command, order)) << last_refusal_;
    }
    Line total() { return appraise(*desk_, october()).lines.front(); }
    std::string percent(Measure measure) {
        return appraisal::percent_text(total().figure(measure).hundredths());
    }
    // Facts kept with the commits are those derived from the events.
    void expect_facts_derivable() {
        JobControl control;
        const std::vector<Fact> derived = derive_facts(*store_, clock_.now(), control);
        const std::vector<Fact> kept =
            facts_between(*store_, {day("2000-01-01"), day("2099-01-01")});
        ASSERT_EQ(kept.size(), derived.size());
        for (std::size_t i = 0; i < kept.size(); ++i) {
            EXPECT_EQ(kept[i], derived[i]) << kept[i].order.text();
        }
        EXPECT_EQ(repair_facts(*store_, control), 0);
    }
};

TEST_F(Appraise, B5_FiguresFollowTheOrdersAndOpenIntoThem) {
    at("2026-10-09T09:00");
    const OrderId one = completed("A-1");
    const OrderId two = completed("A-2");
    completed("A-3");
    at("2026-10-20T09:00");
    survey(one, Satisfaction::satisfied, Resolution::resolved);
    survey(two, Satisfaction::dissatisfied, Resolution::neither);
    EXPECT_EQ(percent(Measure::on_time), "100.00%");
    EXPECT_EQ(percent(Measure::resolution), "50.00%");
    EXPECT_EQ(percent(Measure::satisfaction), "50.00%");
    EXPECT_EQ(percent(Measure::first_contact), "100.00%");

    DrillRequest request;
    request.days = october();
    request.measure = Measure::satisfaction;
    const auto all = drill(*desk_, request, somebody(Role::supervisor));
    ASSERT_TRUE(all);
    EXPECT_EQ(all->at("total"), 3);
    request.standing = appraisal::Standing::counted;
    request.limit = 1;
    const auto first = drill(*desk_, request, somebody(Role::supervisor));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->at("total"), 2);
    EXPECT_EQ(first->at("items").as_array().size(), 1U);
    request.cursor = std::string(first->at("next_cursor").as_string());
    ASSERT_FALSE(request.cursor.empty());
    const auto second = drill(*desk_, request, somebody(Role::supervisor));
    ASSERT_TRUE(second);
    EXPECT_EQ(second->at("items").as_array().size(), 1U);
    EXPECT_EQ(second->at("next_cursor"), "");
    EXPECT_NE(first->at("items").at(0).at("order"), second->at("items").at(0).at("order"));
    request.cursor = "nonsense";
    EXPECT_FALSE(drill(*desk_, request, somebody(Role::supervisor)));
    expect_facts_derivable();
}

TEST_F(Appraise, Clause_17_UnitsSeeAllUnitsButOnlyTheirOwnPeople) {
    at("2026-10-09T09:00");
    completed("A-1");
    const Appraised appraised = appraise(*desk_, october());
    const auto lines = [&](const Actor& reader) {
        std::map<std::string, int> scopes;
        const json::object shown = appraisal_json(*desk_, appraised, reader);
        for (const json::value& line : shown.at("lines").as_array()) {
            ++scopes[std::string(line.at("scope").as_string())];
        }
        return scopes;
    };
    EXPECT_EQ(lines(somebody(Role::supervisor))["handler"], 1);
    EXPECT_EQ(lines(somebody(Role::principal, "district-310101"))["handler"], 1);
    EXPECT_EQ(lines(somebody(Role::principal, "district-310104"))["handler"], 0);
    EXPECT_EQ(lines(somebody(Role::principal, "district-310104"))["unit"], 1);
    const std::string csv = appraisal_csv(*desk_, appraised, somebody(Role::office_clerk));
    EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBF"));
    EXPECT_NE(csv.find("100.00%"), std::string::npos);
}

TEST_F(Appraise, Clause_18_AnOrderTheReaderMayNotKnowIsCountedAndNotNamed) {
    at("2026-10-09T09:00");
    completed("A-1");
    DrillRequest request;
    request.days = october();
    const auto seen = drill(*desk_, request, somebody(Role::principal, "district-310104"));
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->at("total"), 1);
    EXPECT_EQ(seen->at("items").at(0).as_object().if_contains("order"), nullptr);
    EXPECT_EQ(seen->at("items").at(0).at("hidden"), true);
}

TEST_F(Appraise, Clause_17_AClosedPeriodStaysAndTheCorrectionIsShownBeside) {
    at("2026-10-09T09:00");
    const OrderId order = completed("A-1");
    at("2026-10-20T09:00");
    survey(order, Satisfaction::dissatisfied, Resolution::neither);
    PeriodDesk periods(*desk_);
    StreamRequest request;
    request.actor = somebody(Role::office_clerk);
    const auto opened = periods.give(request, appraisal::OpenPeriod{"2026年10月", october()});
    ASSERT_TRUE(opened);
    request.id = opened->id;
    EXPECT_FALSE(periods.give(request, appraisal::ClosePeriod{})) << "October is not over";
    at("2026-11-02T09:00");
    ASSERT_TRUE(periods.give(request, appraisal::ClosePeriod{}));
    const auto resolution = [](const json::value& line) {
        return std::string(line.at("figures").at(3).at("percent").as_string());
    };
    auto view = periods.view(opened->id, request.actor);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->at("state"), "closed");
    EXPECT_EQ(resolution(view->at("lines").at(0)), "0.00%");
    EXPECT_TRUE(view->at("corrections").as_array().empty());

    at("2026-11-05T09:00");
    survey(order, Satisfaction::satisfied, Resolution::resolved);
    view = periods.view(opened->id, request.actor);
    ASSERT_TRUE(view);
    EXPECT_EQ(resolution(view->at("lines").at(0)), "0.00%") << "what was closed stays";
    const json::array& corrections = view->at("corrections").as_array();
    ASSERT_FALSE(corrections.empty());
    EXPECT_EQ(resolution(corrections.at(0)), "100.00%");

    JobControl control;
    const JobResult proof = periods.prove(opened->id, control);
    EXPECT_EQ(proof.summary.at("facts_agree"), true);
    EXPECT_EQ(proof.summary.at("figures_agree"), true);
    EXPECT_EQ(periods.list(request.actor).size(), 1U);
}

TEST_F(Appraise, Clause_17_WhoLeavesLaterChangesNoFigureOfTheirSection) {
    at("2026-10-09T09:00");
    const OrderId order = completed("A-1");
    const auto sections = [&] {
        std::map<std::string, std::int64_t> volumes;
        for (const Line& line : appraise(*desk_, october()).lines) {
            if (line.section) {
                volumes[*line.section] = line.figure(Measure::volume).counted;
            }
        }
        return volumes;
    };
    const auto before = sections();
    ASSERT_EQ(before.size(), 1U);
    PeriodDesk periods(*desk_);
    StreamRequest request;
    request.actor = somebody(Role::office_clerk);
    const auto opened = periods.give(request, appraisal::OpenPeriod{"2026年10月", october()});
    ASSERT_TRUE(opened);
    at("2026-11-02T09:00");
    request.id = opened->id;
    ASSERT_TRUE(periods.give(request, appraisal::ClosePeriod{}));

    at("2026-11-09T09:00");
    PeopleDesk people(*desk_);
    StreamRequest office;
    office.actor = somebody(Role::office_clerk);
    const PersonId handler = desk_->load(order)->order.handler;
    ASSERT_TRUE(people.give(office, people::RecordLeaver{handler, day("2026-11-09")}));
    ASSERT_TRUE(library_->organisation()->person(handler)->left);
    EXPECT_EQ(sections(), before);
    EXPECT_TRUE(periods.view(opened->id, request.actor)->at("corrections").as_array().empty());
    JobControl control;
    EXPECT_EQ(periods.prove(opened->id, control).summary.at("figures_agree"), true);
}

TEST_F(Appraise, Clause_16_ABulletinKnowsWhatWasLateAfterItWasDone) {
    at("2026-10-09T09:00"); // five working days: to the end of 16 October
    completed("A-1");
    const OrderId late = contacted("A-2");
    at("2026-10-20T09:00");
    complete(late);
    at("2026-11-02T09:00");
    Bulletins bulletins(*desk_);
    const auto of = [&](bulletin::BulletinKind kind, const char* first) {
        return bulletins.figures(kind, day(first));
    };
    const bulletin::Figures october_figures = of(bulletin::BulletinKind::monthly, "2026-10-01");
    EXPECT_EQ(october_figures.completed, 2);
    EXPECT_EQ(october_figures.completed_late, 1);
    EXPECT_EQ(october_figures.overdue, 0);
    EXPECT_EQ(of(bulletin::BulletinKind::weekly, "2026-10-12").overdue, 1)
        << "at the end of that week it was open and late";
}

TEST_F(Appraise, B8_WhatFallsDuePerUnitAndPerson) {
    at("2026-10-08T09:00"); // a Thursday
    workorder::Register transfer;
    transfer.kind = OrderKind::complaint;
    transfer.limit_class = LimitClass::general;
    transfer.title.plain = "楼道漏水";
    transfer.claim.plain = "三楼楼道漏水已经两周";
    transfer.district = "310101";
    for (int i = 0; i < 3; ++i) {
        transfer.hotline_number = fmt::format("F-{}", i);
        const auto order = give(somebody(Role::dispatcher), transfer);
        ASSERT_TRUE(order);
        workorder::Dispatch dispatch;
        dispatch.unit = UnitId("district-310101");
        ASSERT_TRUE(give(somebody(Role::dispatcher), dispatch, order->order)) << last_refusal_;
    }
    const std::vector<Load> now = forecast(*desk_, somebody(Role::supervisor));
    ASSERT_EQ(now.size(), 1U);
    EXPECT_EQ(now[0].open, 3);
    EXPECT_EQ(now[0].tomorrow, 3); // first contact and acknowledgement
    EXPECT_EQ(now[0].this_week, 3);
    at("2026-10-12T09:00");
    EXPECT_EQ(forecast(*desk_, somebody(Role::supervisor))[0].overdue, 3);
    EXPECT_TRUE(forecast(*desk_, somebody(Role::principal, "district-310104")).empty());
    const json::object shown = forecast_json(*desk_, somebody(Role::supervisor));
    EXPECT_EQ(shown.at("units").at(0).at("overdue"), 3);
    EXPECT_EQ(shown.at("units").at(0).at("people").at(0).at("handler_name"), "待签收");
}

// A month of simulated orders with every detour, and the same rates by SQL from the events.
class Recounted : public Appraise {};

Script script(int i) {
    Script made;
    workorder::Register& command = made.registration;
    command.hotline_number = fmt::format("SIM-{:04}", i);
    command.kind = i % 9 == 0 ? OrderKind::consultation : OrderKind::complaint;
    command.limit_class = static_cast<LimitClass>(i % 4);
    command.title.plain = "楼道漏水";
    command.claim.plain = "三楼楼道漏水已经两周，多次反映没有结果";
    command.citizen_phone = Text{fmt::format("138{:08}", i), {}};
    command.district = i % 2 == 0 ? "310101" : "310104";
    made.contact_note = "楼道屋面漏水，已约定上门时间";
    made.answer = "屋面防水已修复，楼道不再漏水。";
    workorder::SubmitCompletion& report = made.report;
    report.problem.plain = "市民反映三楼楼道漏水。";
    report.facts_evidence.plain = "经查，屋面防水层破损。";
    report.process_result.plain = "物业已修复防水层，漏水停止。";
    report.answer_to_citizen.plain = "已电话答复市民，市民认可。";
    report.reply_summary.plain = "已修复屋面防水层，楼道不再漏水。";
    report.fact_finding = i % 9 == 0 ? FactFinding::policy_found : FactFinding::substantiated;
    report.claim_assessment = ClaimAssessment::reasonable;
    report.site_visit = SiteVisit::no_site;
    report.outcome = ::chengban::Outcome::resolved;
    report.standard = {true, true, true, true, true, true};
    made.extend = i % 29 == 7;
    made.return_it = i % 41 == 11;
    made.late_contact = i % 7 == 5;
    return made;
}

TEST_F(Recounted, B5_EveryRateAgreesWithACountBySqlFromTheEvents) {
    SimulationOptions options;
    options.start = moment("2026-10-08T08:00");
    options.end = moment("2026-11-03T09:00");
    options.survey_per_mille = 600;
    options.open_per_mille = 200;
    int made = 0;
    JobControl control;
    const SimulationReport played = simulate(
        *desk_, store_->blobs(), clock_,
        [&]() -> std::optional<Script> {
            if (made == 240) {
                return std::nullopt;
            }
            Script next = script(made);
            next.arrives = options.start.plus_milliseconds(++made * 5'400'000LL);
            return next;
        },
        options, control);
    EXPECT_GT(played.completed, 80) << canonical_json(simulation_json(played));
    EXPECT_GT(played.surveyed, 30);
    expect_facts_derivable();
    for (const auto& [first, last] :
         {std::pair{"2026-10-08", "2026-10-20"}, std::pair{"2026-10-01", "2026-10-31"},
          std::pair{"2026-10-15", "2026-11-30"}}) {
        for (const std::string unit : {"", "district-310101", "district-310104"}) {
            const Recount sql =
                recount(options_.database(), day(first), day(last), clock_.now(), unit);
            const Appraised appraised = appraise(*desk_, {day(first), day(last)});
            const auto line =
                std::find_if(appraised.lines.begin(), appraised.lines.end(), [&](const Line& one) {
                    return unit.empty() ? one.scope == Scope::total
                                        : one.scope == Scope::unit && one.unit == UnitId(unit);
                });
            ASSERT_NE(line, appraised.lines.end());
            const auto expect = [&](Measure measure, const RecountedRate& rate) {
                const appraisal::Figure& figure = line->figure(measure);
                EXPECT_EQ(figure.gained, rate.gained) << token(measure) << first << unit;
                EXPECT_EQ(figure.counted, rate.counted) << token(measure) << first << unit;
            };
            expect(Measure::volume, sql.volume);
            expect(Measure::on_time, sql.on_time);
            expect(Measure::first_contact, sql.first_contact);
            expect(Measure::resolution, sql.resolution);
            expect(Measure::satisfaction, sql.satisfaction);
        }
    }
}

} // namespace
} // namespace chengban::usecase
