# --alterations and --seed.
add_executable(audit_tamper_prove ${CMAKE_CURRENT_LIST_DIR}/audit_tamper_prove.cc
    ${CMAKE_SOURCE_DIR}/src/usecase/audit_tamper.cc)
target_link_libraries(audit_tamper_prove PRIVATE chengban_usecase)
