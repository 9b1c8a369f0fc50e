#include "documents/form_parts.h"

#include <fmt/format.h>

namespace chengban::documents {

namespace {

constexpr std::string_view k_sign_here = "签名：　　　　　　　　　年　　月　　日";

Cell label_cell(std::string text) {
    Cell cell;
    cell.value = std::move(text);
    cell.label = true;
    return cell;
}

} // namespace

Cell text_cell(std::string text, Align align) {
    Cell cell;
    cell.value = std::move(text);
    cell.align = align;
    return cell;
}

Table form_table() {
    Table table;
    table.shares = {1.14, 2.36, 1.14, 2.36};
    return table;
}

Row pair_row(std::string left, std::string left_value, std::string right, std::string right_value) {
    return {label_cell(std::move(left)), text_cell(or_blank(left_value)),
            label_cell(std::move(right)), text_cell(or_blank(right_value))};
}

Row wide_row(std::string label, const std::string& value) {
    Cell cell = text_cell(or_blank(value));
    cell.span = 3;
    return {label_cell(std::move(label)), std::move(cell)};
}

Row opinion_row(std::string label, const Opinion& opinion) {
    const bool given = !opinion.person.empty();
    Cell cell = text_cell(given ? opinion.opinion : or_blank(opinion.opinion));
    cell.span = 3;
    cell.foot = given ? fmt::format("{}　{}", opinion.person, time_words(opinion.at))
                      : std::string(k_sign_here);
    return {label_cell(std::move(label)), std::move(cell)};
}

void add_order_rows(Table& table, const OrderFacts& order, bool with_claim) {
    table.rows.push_back(pair_row("工单编号", order.hotline_number, "承办单位", order.unit));
    table.rows.push_back(pair_row("诉求性质", order.kind, "时限类别", order.limit_class));
    table.rows.push_back(
        pair_row("派单时间", time_words(order.dispatched_at), "办理时限", due_words(order.due)));
    if (with_claim) {
        table.rows.push_back(pair_row("反映人", order.citizen, "联系电话", order.phone));
        table.rows.push_back(wide_row("地址", order.address));
        table.rows.push_back(wide_row("标题", order.title));
        table.rows.push_back(wide_row("诉求内容", order.claim));
    } else {
        table.rows.push_back(wide_row("标题", order.title));
    }
}

std::string contacts_text(const std::vector<ContactFact>& contacts) {
    std::vector<std::string> lines;
    for (const ContactFact& contact : contacts) {
        lines.push_back(fmt::format("{}，{}，{}，{}{}", time_words(contact.at),
                                    or_blank(contact.channel), or_blank(contact.caller),
                                    contact.reached ? "已联系上" : "未联系上",
                                    contact.learnt.empty() ? "" : "：" + contact.learnt));
    }
    return lines_of(lines);
}

std::string lines_of(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += (text.empty() ? "" : "\n") + line;
    }
    return or_blank(text);
}

std::string numbered(const std::vector<std::string>& lines) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        out.push_back(fmt::format("{}. {}", i + 1, lines[i]));
    }
    return lines_of(out);
}

void add_heading(Document& document, int level, std::string text) {
    document.body.emplace_back(Heading{level, std::move(text)});
}

void add_paragraph(Document& document, const std::string& text) {
    document.body.emplace_back(Paragraph{or_blank(text)});
}

void add_list(Document& document, const std::vector<std::string>& lines) {
    add_paragraph(document, lines.size() == 1 ? lines.front() : numbered(lines));
}

void add_note(Document& document, const std::string& text) {
    Paragraph paragraph;
    paragraph.text = or_blank(text);
    paragraph.note = true;
    document.body.emplace_back(std::move(paragraph));
}

std::string number_line(const std::string& number) {
    return "编号：" + or_blank(number);
}

Letterhead letterhead(const std::string& organ, const std::string& number, std::string issuer) {
    return {or_blank(organ), or_blank(number), std::move(issuer)};
}

Signature signature(const std::string& organ, std::optional<Day> day, bool seal) {
    return {or_blank(organ), day_words(day), seal};
}

std::optional<Imprint> imprint(const std::string& copies_to, const std::string& printer,
                               std::optional<Day> day) {
    return Imprint{{}, copies_to, or_blank(printer), day_words(day)};
}

} // namespace chengban::documents
