#include "usecase/simulated_answers.h"

namespace chengban::usecase {

using workorder::CitizenAnswers;
using workorder::Resolution;
using workorder::Satisfaction;

namespace {

// A number of 0 … 999 from ten bits of the roll.
std::int32_t part(std::uint64_t roll, int which) {
    return static_cast<std::int32_t>(((roll >> (which * 10)) & 0x3FFU) * 1000 / 1024);
}

Satisfaction grade(std::int32_t number, std::int32_t satisfied) {
    if (number < satisfied) {
        return Satisfaction::satisfied;
    }
    const std::int32_t rest = (number - satisfied) * 3 / (1000 - satisfied + 1);
    return rest == 0   ? Satisfaction::basically_satisfied
           : rest == 1 ? Satisfaction::so_so
                       : Satisfaction::dissatisfied;
}

} // namespace

CitizenAnswers simulated_answers(std::uint64_t roll, const AnswerShares& shares) {
    CitizenAnswers answers;
    answers.first_contact = part(roll, 0) < shares.contact_per_mille;
    answers.procedure_told = *answers.first_contact;
    answers.limit_told = *answers.first_contact && part(roll, 0) % 20 != 7;
    const std::int32_t resolution = part(roll, 1);
    if (resolution < shares.resolved_per_mille) {
        answers.resolution = Resolution::resolved;
    } else {
        answers.resolution = resolution % 3 == 0   ? Resolution::neither
                             : resolution % 3 == 1 ? Resolution::explained_understood
                                                   : Resolution::explained_not_understood;
    }
    answers.attitude = grade(part(roll, 2), shares.satisfied_per_mille + 60);
    answers.speed = grade(part(roll, 3), shares.satisfied_per_mille);
    answers.result = grade(part(roll, 4), shares.satisfied_per_mille - 60);
    return answers;
}

} // namespace chengban::usecase
