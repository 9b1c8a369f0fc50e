#include "api/route_tools.h"

namespace chengban::api {

json::object actor_json(const workorder::Actor& actor, const Services& services) {
    const auto organisation = services.desk->library().organisation();
    json::object object{{"person", actor.person.text()},
                        {"unit", actor.unit.text()},
                        {"role", token(actor.role)},
                        {"role_zh", zh(actor.role)}};
    if (const people::Person* person = organisation->person(actor.person)) {
        object["name"] = person->name;
    }
    if (const people::Unit* unit = organisation->unit(actor.unit)) {
        object["unit_zh"] = unit->name.zh;
    }
    if (actor.substitute_for) {
        object["substitute_for"] = actor.substitute_for->text();
        if (const people::Person* person = organisation->person(*actor.substitute_for)) {
            object["substitute_for_name"] = person->name;
        }
    }
    return object;
}

json::object secret_json(const usecase::InitialSecret& secret) {
    return {{"account", secret.account},
            {"name", secret.account_name},
            {"person", secret.person.text()},
            {"initial_secret", secret.secret},
            {"expires_at", to_string(secret.expires_at)}};
}

} // namespace chengban::api
