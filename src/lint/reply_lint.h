// The reply summary is read by the citizen word for word (10.2). This finds what must not stand in
// it: forbidden grounds (5.3), words that mean «not solved» (9.3), personal data, internal material
// and words that offend (10.2). Pure; built once per rulebook.
//
// The lists of the rulebook are matched without regard to white space, quotation marks, width and
// traditional forms. Numbers of persons (identity, mobile telephone, bank card, car plate) are
// reply_personal_data; telephones of offices, service lines and e-mail addresses are
// reply_contact_number. Masked numbers (138****5678) are none. Names and addresses are not
// recognised.
//
// Room lint (may use: base, calendar, text, rulebook).
#pragma once

#include "base/problem.h"
#include "rulebook/rulebook.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::lint {

// One match that the handler confirms; it holds for a finding of exactly its place. Positions are
// code points of the text as stored.
struct LintException {
    std::size_t begin = 0;
    std::size_t end = 0; // exclusive
    std::string matched; // must equal the text at its place
    std::string reason;  // must not be blank

    bool operator==(const LintException&) const = default;
};

struct LintFinding {
    rulebook::Rule rule;
    std::size_t begin = 0; // code points of the text as stored
    std::size_t end = 0;   // exclusive
    std::string matched;
    std::string pattern; // phrase of the rulebook's list, or what was recognised («手机号码»)
    Words words;         // for the handler: what is wrong, and what can be done
    bool exception_allowed = false;
    bool excepted = false; // exception_allowed, and a valid exception confirms it

    bool operator==(const LintFinding&) const = default;
};

class ReplyLint {
public:
    explicit ReplyLint(const rulebook::Rulebook& rulebook);
    ~ReplyLint();
    ReplyLint(const ReplyLint&) = delete;
    ReplyLint& operator=(const ReplyLint&) = delete;

    // In order of position; findings of one rule never overlap, and words that a forbidden ground
    // holds are not named again. `text` is valid UTF-8.
    std::vector<LintFinding> check(std::string_view text,
                                   std::span<const LintException> exceptions = {}) const;

private:
    struct Tables;
    std::unique_ptr<const Tables> tables_;
};

// For a single text; whoever checks many keeps a ReplyLint.
std::vector<LintFinding> lint_reply(const rulebook::Rulebook& rulebook, std::string_view text,
                                    std::span<const LintException> exceptions = {});

} // namespace chengban::lint
