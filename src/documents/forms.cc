#include "documents/forms.h"

namespace chengban::documents {

namespace {

template <class Paper>
Result<Document> make(const json::value& value, Document (*form)(const Paper&)) {
    Result<Paper> paper = read_record<Paper>(value);
    if (!paper) {
        return Failure{std::move(paper).error()};
    }
    return form(*paper);
}

Result<Document> make_bulletin(const json::value& value, BulletinKind kind) {
    Result<Bulletin> paper = read_record<Bulletin>(value);
    if (!paper) {
        return Failure{std::move(paper).error()};
    }
    paper->kind = kind;
    return bulletin(*paper);
}

Result<Document> make_admonition(const json::value& value, AdmonitionKind kind) {
    Result<Admonition> paper = read_record<Admonition>(value);
    if (!paper) {
        return Failure{std::move(paper).error()};
    }
    paper->kind = kind;
    return admonition(*paper);
}

} // namespace

Form form_of(BulletinKind kind) {
    switch (kind) {
    case BulletinKind::daily:
        return Form::daily_brief;
    case BulletinKind::weekly:
        return Form::weekly_bulletin;
    case BulletinKind::monthly:
        return Form::monthly_bulletin;
    case BulletinKind::ad_hoc:
        return Form::ad_hoc_bulletin;
    }
    unreachable("bulletin without a form");
}

Result<Document> document_of(Form form, const json::value& paper) {
    switch (form) {
    case Form::completion_report:
        return make(paper, completion_report);
    case Form::reply_summary:
        return make(paper, reply_summary);
    case Form::return_application:
        return make(paper, return_application);
    case Form::extension_application:
        return make(paper, extension_application);
    case Form::filing_form:
        return make(paper, filing_form);
    case Form::interim_report:
        return make(paper, interim_report);
    case Form::review_notice:
        return make(paper, review_notice);
    case Form::supervision_notice:
        return make(paper, supervision_notice);
    case Form::supervision_report:
        return make(paper, supervision_report);
    case Form::admonition:
        return make_admonition(paper, AdmonitionKind::interview);
    case Form::reminder:
        return make_admonition(paper, AdmonitionKind::reminder);
    case Form::reprimand:
        return make(paper, reprimand);
    case Form::half_year_table:
        return make(paper, half_year_table);
    case Form::daily_brief:
        return make_bulletin(paper, BulletinKind::daily);
    case Form::weekly_bulletin:
        return make_bulletin(paper, BulletinKind::weekly);
    case Form::monthly_bulletin:
        return make_bulletin(paper, BulletinKind::monthly);
    case Form::ad_hoc_bulletin:
        return make_bulletin(paper, BulletinKind::ad_hoc);
    case Form::knowledge_sheet:
        return make(paper, knowledge_sheet);
    case Form::appraisal_table:
        return make(paper, appraisal_table);
    case Form::sampling_sheet:
        return make(paper, sampling_sheet);
    case Form::call_record:
        return make(paper, call_record);
    }
    unreachable("form without a maker");
}

} // namespace chengban::documents
