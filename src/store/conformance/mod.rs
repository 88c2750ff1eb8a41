//! What every database has to keep, in sentences about people. Each sentence is one test over a fresh, empty store.
//!
//! To run it over another database: `conformance!(make)`, where `make()` gives a store and whatever keeps its
//! data alive for the length of a test.

mod arrivals;
mod changes;
mod consultations;
pub(crate) mod fixtures;
mod officers;
mod organisations;
mod submissions;

pub(crate) use arrivals::*;
pub(crate) use changes::*;
pub(crate) use consultations::*;
pub(crate) use officers::*;
pub(crate) use organisations::*;
pub(crate) use submissions::*;

/// One test for each sentence; the report names the one that does not hold.
macro_rules! conformance {
    ($make:path) => {
        $crate::conformance::conformance!($make:
            an_officer_finds_every_consultation_in_the_order_of_their_making
            an_officer_cannot_take_the_name_of_another_consultation
            an_officer_cannot_change_a_consultation_that_is_not_there
            a_citizen_sees_what_an_officer_changed_at_once
            a_citizen_sees_a_corrected_draft_while_the_older_one_stays
            an_officer_cannot_add_a_draft_that_contradicts_itself
            a_citizen_who_asks_for_an_unknown_consultation_gets_nothing

            a_citizen_gets_a_receipt_and_the_same_one_again_for_the_same_ballot
            a_citizen_cannot_send_another_ballot_under_the_same_id
            a_citizen_whose_answer_was_lost_is_known_also_later
            a_citizen_who_sends_a_hundred_times_at_once_has_one_submission
            a_hundred_citizens_who_send_at_once_have_a_hundred_submissions
            a_citizen_may_use_one_id_in_two_consultations
            a_citizen_cannot_answer_what_nobody_asked
            an_officer_reads_every_submission_once_page_by_page
            an_officer_reads_what_citizens_wrote_to_the_byte
            a_citizen_who_says_a_group_or_a_district_is_kept_with_it
            an_officer_never_reads_the_submissions_of_another_consultation
            an_officer_counts_every_event_once_in_its_order
            an_officer_goes_on_counting_after_the_last_event_counted

            a_citizen_changes_a_submission_and_only_the_last_version_counts
            a_citizen_who_sends_a_change_again_gets_the_same_answer
            a_citizen_with_twenty_tabs_is_told_that_another_one_was_faster
            a_citizen_withdraws_once_and_may_still_look
            nobody_opens_or_changes_a_submission_with_another_receipt
            a_citizen_finds_a_submission_by_the_receipt_alone
            a_citizen_whose_receipt_begins_like_another_finds_the_right_submission
            a_citizen_with_one_id_in_two_consultations_opens_each_with_its_own_receipt
            a_citizen_changes_on_a_draft_that_is_there
            an_officer_reads_nobody_twice_while_citizens_change_what_they_sent

            an_organisation_stands_in_the_register_once_however_often_it_sends
            an_officer_reads_the_register_by_name_whoever_came_first
            an_organisation_whose_ballot_was_refused_is_not_entered
            an_organisation_that_changes_or_withdraws_its_ballot_stays_in_the_register
            an_organisation_stands_only_in_the_register_of_its_consultation
            an_officer_takes_an_organisation_out_of_the_register
            an_officer_puts_an_organisation_back_into_the_register

            an_officer_sees_how_many_citizens_came_by_each_way
            whoever_makes_up_labels_fills_no_page_with_them
            a_citizen_who_sends_again_came_once

            an_officer_logs_in_with_the_newest_password_only
            an_officer_is_logged_in_until_the_session_ends
            an_officer_who_sets_a_new_password_logs_everybody_else_out
            nobody_logs_in_as_an_officer_who_is_not_there
            an_officer_with_many_devices_is_logged_out_on_the_oldest
            an_operator_finds_the_secrets_of_the_installation_unchanged
            an_operator_is_told_that_the_store_can_write
        );
    };
    ($make:path: $($sentence:ident)+) => {
        $(
            #[tokio::test]
            async fn $sentence() {
                let (store, _keep) = $make();
                $crate::conformance::$sentence(&store).await;
            }
        )+
    };
}
pub(crate) use conformance;
