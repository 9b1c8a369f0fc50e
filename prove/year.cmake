# --orders, --seed and --store of chengban_year_prove.
add_executable(chengban_year_prove ${CMAKE_CURRENT_LIST_DIR}/year_prove.cc
    ${CMAKE_CURRENT_LIST_DIR}/year_recount.cc)
target_compile_options(chengban_year_prove PRIVATE ${CHENGBAN_WARNINGS} -Wno-null-dereference)
target_link_libraries(chengban_year_prove PRIVATE chengban_cli chengban_demo chengban_store)
