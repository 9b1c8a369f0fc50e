add_executable(chengban_deadline_prove ${CMAKE_CURRENT_LIST_DIR}/deadline_prove.cc)
target_compile_options(chengban_deadline_prove PRIVATE ${CHENGBAN_WARNINGS})
target_compile_definitions(chengban_deadline_prove PRIVATE
    CHENGBAN_CHINA_CSV="${CMAKE_CURRENT_LIST_DIR}/../calendars/china.csv")
target_link_libraries(chengban_deadline_prove PRIVATE chengban_calendar)
