// Pieces that several forms share.
#pragma once

#include "documents/forms.h"
#include "documents/wording.h"

namespace chengban::documents {

// A grid of names and values; four columns, two pairs a row.
Table form_table();
Row pair_row(std::string left, std::string left_value, std::string right, std::string right_value);
Row wide_row(std::string label, const std::string& value);
// An opinion with its signature; while it is owed, lines to sign on.
Row opinion_row(std::string label, const Opinion& opinion);
// Number, kind, times, unit of an order; `with_claim` adds what the citizen said.
void add_order_rows(Table& table, const OrderFacts& order, bool with_claim);
std::string contacts_text(const std::vector<ContactFact>& contacts);

std::string lines_of(const std::vector<std::string>& lines); // one a line; blank when there is none
std::string numbered(const std::vector<std::string>& lines); // 1. …; 2. …

Cell text_cell(std::string text, Align align = Align::justify);

void add_heading(Document& document, int level, std::string text);
void add_paragraph(Document& document, const std::string& text);          // blank when empty
void add_note(Document& document, const std::string& text);               // small, under a table
void add_list(Document& document, const std::vector<std::string>& lines); // 1. 2. 3.

std::string number_line(const std::string& number); // 编号：…

// 特此通知 and the like belongs to the caller.
Letterhead letterhead(const std::string& organ, const std::string& number, std::string issuer = {});
Signature signature(const std::string& organ, std::optional<Day> day, bool seal);
std::optional<Imprint> imprint(const std::string& copies_to, const std::string& printer,
                               std::optional<Day> day);

} // namespace chengban::documents
