"""Which test walks which section of the interface's design? None of them is without one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WALKS = {
    "Principles: urgent in one second": ("test_danger_comes_to_the_top_at_once_and_marks_title",),
    "Principles: nobody posts publicly by mistake": ("test_each_way_to_answer_has_a_key",),
    "Principles: the list holds still": ("test_no_row_moves_under_a_pointer_whoever_writes",),
    "Principles: never lose words": (
        "test_a_draft_survives_a_reload",
        "test_words_written_after_a_session_ended",
        "test_without_a_network_words_stay",
    ),
    "Tokens: contrast, targets and type": (
        "test_no_page_breaks_a_rule",
        "test_on_a_telephone_the_bar_makes_room",
        "test_each_width_has_its_panes",
    ),
    "Layout": ("test_each_width_has_its_panes", "test_views_open_over_a_narrow_page"),
    "Components: rows and heads": (
        "test_answered_it_stands_with_those_who_wait_for_nobody",
        "test_what_left_the_view_stays_dimmed",
    ),
    "Components: clocks": ("test_a_row_and_the_conversation_count_down",),
    "Components: messages": (
        "test_words_stand_in_the_thread_while_they_are_on_their_way",
        "test_a_refused_reply_stays_with_its_reason",
        "test_hiding_by_keys_asks_why",
    ),
    "Components: composer and picker": (
        "test_a_missing_variable_is_named_and_blocks_sending",
        "test_what_the_desk_cannot_know_is_asked",
        "test_a_picture_is_shown_before_it_is_sent",
    ),
    "Components: collision": (
        "test_each_sees_where_the_other_is",
        "test_a_colleague_who_was_quicker_is_shown_once",
        "test_a_colleagues_draft_is_read_whole_while_they_write",
    ),
    "Keyboard": (
        "test_the_main_job_takes_no_pointer",
        "test_the_sheet_says_every_key_in_parts",
        "test_g_and_a_key_lead_to_a_view",
        "test_one_key_sends_and_resolves",
        "test_the_open_conversation_is_assigned_and_a_message_found",
    ),
    "Words": ("test_every_page_is_sound_in_spanish",),
    "Acting": (
        "test_a_claim_a_tag_and_a_priority_are_painted",
        "test_when_a_colleague_was_first_the_screen_goes_back",
        "test_z_takes_back_what_was_just_done",
    ),
    "Sending": ("test_what_was_undone_is_never_published", "test_one_key_sends_and_resolves"),
    "New messages": (
        "test_a_new_conversation_waits_in_the_pill",
        "test_a_list_that_nobody_touches_shows_what_came",
        "test_who_reads_further_up_stays_there",
    ),
    "Leaving a view": (
        "test_a_claimed_row_stays_dimmed_under_the_others_pointer",
        "test_resolving_goes_on_to_the_next_row",
    ),
    "Risk to life": (
        "test_steps_at_a_risk_to_life_are_done_in_order_and_seen_by_all",
        "test_only_a_supervisor_is_offered_to_pass_over_steps",
    ),
    "Several at once": ("test_picked_by_keys_several_are_done_at_once",),
    "Focus": (
        "test_a_key_opens_a_menu_on_its_first_field",
        "test_the_tab_key_stops_at_a_pane_only_while_it_overflows",
    ),
    "Announcing": ("test_who_listens_hears_of_arrivals", "test_nobody_is_read_a_clock"),
    "Sound": ("test_nothing_sounds_until_it_is_chosen", "test_a_duty_station_sounds_for_whoever"),
    "Motion": ("test_nothing_moves_for_whoever_asked_for_no_motion",),
    "States: empty": ("test_an_empty_view_is_good_news",),
    "States: loading": (
        "test_what_takes_long_to_open_stands_as_grey_rows",
        "test_a_view_that_takes_long_stands_as_grey_rows",
    ),
    "States: error": ("test_what_cannot_be_opened_is_told_in_its_pane",),
    "States: offline": (
        "test_without_a_line_a_strip_says_what_goes_on",
        "test_while_the_desk_does_not_answer_no_count",
        "test_coming_back_says_what_came_in_meanwhile",
    ),
    "States: account stopped": ("test_a_revoked_token_is_told_in_words",),
    "States: first run": ("test_an_empty_house_begins_with_its_steps",),
}
"""By section, each test by how its name begins."""


@pytest.mark.parametrize("section", WALKS)
def test_each_section_of_the_design_is_walked(section: str) -> None:
    sources = Path(__file__).parent.glob("test_*.py")
    tests = [
        name
        for source in sources
        for name in re.findall(r"^def (test_\w+)", source.read_text(), flags=re.MULTILINE)
    ]

    for begins in WALKS[section]:
        assert any(name.startswith(begins) for name in tests), begins
