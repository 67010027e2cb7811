"""What custody says in English: its reasons, grounds and kinds; translated where it is shown."""

from __future__ import annotations

from samaki.kernel.reasons import Reason

# Why a person may not go somewhere, as an officer reads it. Never says what a screening found.
GROUND_WORDINGS = {
    "not_screened": "not yet screened for victims of trafficking",
    "screening_pending": "a screening for victims of trafficking is pending",
    "protected": "the anti-trafficking committee protects this person",
    "appeal": "an appeal against the order is open",
    "asylum": "a claim for asylum is open",
    "medical": "a doctor has not cleared the journey",
    "minor": "a minor, and nobody has decided what is best for the child",
    "court_order": "a court ordered that they stay in the country",
    "consular_notice": "the consular notice is not served",
    "notice_outside_case": "no consular notice was served, and there is no case",
}
WORDINGS = {
    "nobody": "Nobody is counted. Enter at least one head.",
    "negative": "%(count)s of %(subject)s cannot be: a count is 0 or more.",
    "absurd": "%(count)s of %(subject)s is more than %(limit)s. Check the figure.",
    "nationality": "%(nationality)s is no nationality. Use its three letters, such as IDN.",
    "future": "%(happened)s lies in the future; it is now %(now)s.",
    "long_ago": "%(happened)s is more than ten years ago. Check the year.",
    "twice": "%(person)s stands on the list twice.",
    "not_here": "%(account)s does not hold %(person)s then.",
    "ground": "%(person)s is held: %(ground)s. %(owner)s can lift this.",
    "no_hold": "No hold has the reference %(ref)s.",
    "lifted_before": "The hold %(ref)s was lifted on %(moment)s.",
    "not_owner": "%(ref)s was placed by %(owner)s, which alone can lift it.",
    "owner_lifts": "%(ref)s names %(owner)s as the office that lifts it.",
    "notice_in_case": "The consular notice of %(person)s is answered in the case %(ref)s.",
    "own_hold": "Whoever protects answers for its own holds. Name your own unit.",
    "not_cleared": "%(person)s cannot be cleared: %(ground)s. %(owner)s can lift this.",
    "held_before": "%(person)s is held on this ground already, by %(ref)s.",
    "unknown_person": "No person has the reference %(person)s.",
    "nowhere": "%(person)s is in no account of the books.",
    "unknown_ground": "%(ground)s is no ground of a hold.",
    "own_act": "Not by hand: %(ground)s. That hold is placed and lifted by the act it belongs to.",
    "no_hold_paper": "The paper is missing. Give its reference, such as the number of an order.",
    "long_hold_paper": (
        "The reference of the paper has %(count)s characters; %(most)s is the most. No names."
    ),
    "no_order": "The order is missing. Say on whose decision custody ends.",
    "no_basis": "The legal basis is missing. Say on what ground they are held.",
    "no_name": "The name is missing. Enter the name as given.",
    "no_reason": "The reason is missing. Say why the entry is reversed.",
    "others_entry": "%(unit)s entered this. Only they, or an office above them, may reverse it.",
    "goes_first": "Reverse this first: %(ref)s, %(kind)s on %(moment)s.",
    "unknown_unit": "No unit has the code %(unit)s. Choose one from the list.",
    "no_account": "%(unit)s has no account in the books. Open one first.",
    "unknown_finding": "Nobody was found again under the reference %(ref)s.",
    "found_charged": (
        "Nobody is found again into a court or a prison. Take them in at another unit, and hand "
        "them over from there with the charge."
    ),
    "own_finding": (
        "%(ref)s is your own, or your unit's. Somebody of the unit that answered for them has to "
        "see it."
    ),
    "finding_seen": "%(ref)s was seen on %(moment)s.",
    "other_account": (
        "%(unit)s keeps %(account)s already: %(kind)s. A unit keeps one account of its own."
    ),
    "nobody_on_site": "%(unit)s holds nobody on the site %(site)s.",
    "same_unit": "%(unit)s cannot hand over to itself. Choose another receiver.",
    "recorded_before": "The same count is already on record as %(ref)s. Nothing is counted twice.",
    "sent_before": "The same hand-over is already on record as %(ref)s. Nobody is sent twice.",
    "named_before": (
        "That name is already entered for that minute, as %(ref)s. Somebody else of the same name "
        "is entered at another minute."
    ),
    "misheard": "%(ref)s is no reference: its last sign does not fit the others. Ask for it again.",
    "unknown_handover": "No hand-over has the reference %(ref)s. Check it with the sender.",
    "not_addressee": "%(ref)s is addressed to %(addressee)s, not to %(unit)s.",
    "already_received": "%(ref)s was received on %(moment)s. Receive the rest as its variance.",
    "no_variance": "%(ref)s has no open variance: nothing is waiting to be received.",
    "own_handover": "%(ref)s was sent by your own unit. %(addressee)s has to receive it.",
    "other_sender": (
        "Whoever of %(ref)s came back is counted in by %(giver)s, or by an office it answers to."
    ),
    "other_side": (
        "%(ref)s is received by %(addressee)s, or by an office it answers to, and by nobody else."
    ),
    "own_sending": "You sent %(ref)s yourself. Somebody else has to receive it for %(addressee)s.",
    "own_answer": (
        "%(ref)s was sent by your own unit. Whether it is declined, %(addressee)s has to say."
    ),
    "withdrawn": "%(ref)s was withdrawn by its sender.",
    "no_decline": "The reason is missing. Say why they are not received.",
    "no_readdress": "The reason is missing. Say why they go to somebody else.",
    "nobody_on_the_way": "Nobody of %(ref)s is on the way any more.",
    "declined_before": "%(ref)s was declined already, on %(moment)s.",
    "part_received": (
        "A part of %(ref)s was received by %(addressee)s. Take the rest back and send it anew."
    ),
    "no_vehicle_change": "The reason is missing. Say why they went on otherwise.",
    "same_vehicle": "%(ref)s is on that vehicle, with that escort, already. Change one of them.",
    "before_vehicle_change": (
        "%(ref)s changed its vehicle or escort later than that, on %(moment)s. Enter a later "
        "moment."
    ),
    "same_receiver": "%(ref)s is addressed to %(unit)s already. Choose somebody else.",
    "not_sender": "%(ref)s was sent by %(giver)s, not by %(unit)s.",
    "nobody_on_board": "Nobody on %(vehicle)s is on the way to %(unit)s.",
    "not_sent": "%(received)s of %(subject)s cannot be received: %(sent)s were on the way.",
    "person_not_sent": "%(person)s was not on the way.",
    "before_dispatch": "%(ref)s left on %(moment)s; nobody can arrive before that.",
    "unknown_movement": "That movement is not in the books.",
    "corrected_before": "That movement was already reversed on %(moment)s.",
    "undone_by_immigration": (
        "This is a departure that Immigration recorded. It is undone on the person’s case under "
        "Immigration, by “Undo the departure”."
    ),
    "unknown_disposition": "No end of custody has the reference %(ref)s.",
    "is_correction": "A correction is not reversed. Enter the movement anew.",
    "no_kind": "The kind is missing. Say what was seized.",
    "no_description": "The description is missing. Say what it looks like, without a name.",
    "no_seal": "The seal number is missing. Every exhibit is sealed before it is entered.",
    "seal_before": "The seal %(seal)s is on record already, on %(ref)s. Read it once more.",
    "unknown_site": "No site has the reference %(site)s.",
    "elsewhere": "%(unit)s lies outside your area. Name a unit that you may make answer for it.",
    "no_total": "The total is missing. Say how many people are there; 0 says that nobody is.",
    "total_negative": "%(count)s people cannot be there: a count is 0 or more.",
    "total_absurd": "%(count)s people is more than %(limit)s. Check the figure.",
    "parts": "The parts add up to %(sum)s, and the total says %(total)s. Count once more.",
    "before_opening": "%(account)s was opened on %(moment)s; it cannot be counted before that.",
    "counted_before": "The same count is already on record as %(ref)s. Nothing is counted twice.",
    "unknown_account": "No unit keeps an account with the reference %(account)s.",
    "unknown_count": "No physical count has the reference %(ref)s.",
    "count_agrees": "%(ref)s agrees with the ledger: there is nothing to explain.",
    "settled_before": "%(ref)s was settled on %(moment)s by the entry %(paper)s.",
    "explained_before": "%(ref)s was explained on %(moment)s.",
    "own_count": "You counted %(ref)s yourself. Somebody else has to explain the difference.",
    "no_explanation": "The reason is missing. Say why the count and the ledger differ.",
    "no_evidence": "The evidence is missing. Give a reference on record, or name the paper.",
    "unknown_evidence": (
        "%(evidence)s is not on record. Check the reference, or name the paper in words."
    ),
    "own_evidence": "%(ref)s cannot be the evidence for itself.",
    "unknown_sheet": "No sheet has the reference %(ref)s.",
    "no_good_row": "%(ref)s has no row that can be posted. Mend the rows, and send them again.",
    "no_pieces": "The number of pieces is missing. Count what is under the seal.",
    "pieces_none": "%(count)s pieces cannot be under a seal: count one or more.",
    "pieces_absurd": "%(count)s pieces are more than %(limit)s. Check the figure.",
    "no_parts": "Say into what %(ref)s was opened: at least one part under a new seal.",
    "too_many_parts": "%(count)s parts are more than %(limit)s at one opening.",
    "parts_of_bundle": (
        "The parts add up to %(sum)s pieces, and %(ref)s holds %(held)s. What is missing is first "
        "declared unaccounted for."
    ),
    "seal_named_twice": "The seal %(seal)s is named twice. Read both once more.",
    "seal_long": "A seal's number has %(limit)s signs at most.",
    "seal_twice": "The seal %(seal)s stands on two parts. Read both once more.",
    "same_cell": "They are counted so already. Choose what was established instead.",
    "nothing_shows_it": "Say what shows it: a paper, the consulate's answer, an interview.",
    "same_seal": "The seal %(seal)s is on it already. Read the new seal.",
    "no_seal_reason": "The reason is missing. Say what happened to the old seal.",
    "no_exhibits": "No exhibit is chosen. Choose at least one.",
    "exhibit_twice": "%(exhibit)s stands on the list twice.",
    "unknown_exhibit": "No exhibit has the reference %(exhibit)s.",
    "exhibit_not_here": "%(account)s does not hold %(exhibit)s then.",
    "counted_by_one": (
        "%(exhibit)s was counted by one officer only. A second officer counts it before it moves."
    ),
    "counted_elsewhere": (
        "%(exhibit)s was not with %(account)s yet at that moment. Give the moment of a count made "
        "there."
    ),
    "count_open": (
        "%(exhibit)s was counted otherwise than the books say: %(ref)s is open. Explain it, or "
        "declare what is missing, before it leaves."
    ),
    "no_store": "%(unit)s keeps no exhibits. Its first receipt or seizure opens its store.",
    "unknown_exhibit_handover": (
        "No hand-over of exhibits has the reference %(ref)s. Check it with the sender."
    ),
    "exhibit_handover_over": "%(ref)s is received or withdrawn: nothing is on the way any more.",
    "exhibit_not_sent": "%(exhibit)s is not on the way with %(ref)s.",
    "exhibit_before_dispatch": "%(ref)s left on %(moment)s; nothing can arrive before that.",
    "exhibit_counted_before": (
        "The same count is already on record as %(ref)s. Nothing is counted twice."
    ),
    "before_seizure": "%(exhibit)s was seized on %(moment)s; nothing can be done to it before.",
    "not_so_many_missing": "%(missing)s of %(exhibit)s are unaccounted for, not %(asked)s.",
    "unknown_exhibit_count": "No count of an exhibit has the reference %(ref)s.",
    "exhibit_count_agrees": "%(ref)s agrees with the books: there is nothing to explain.",
    "two_places": (
        "%(exhibit)s would lie in two places: the rest of it is with %(account)s. It is brought "
        "together first."
    ),
    "not_in_a_store": (
        "%(exhibit)s lies in no store now (%(where)s). This is done where it is kept."
    ),
    "no_opening_reason": "The reason is missing. Say why the bundle is opened.",
    "no_loss_reason": "The reason is missing. Say what is known of the missing pieces.",
    "no_payment_kind": "The kind is missing: a fee, a fine, a deposit or a waiver.",
    "no_amount": "The amount is missing or none. Enter what was taken, or what was waived.",
    "amount_absurd": "The amount is more than can be meant. Check the figure.",
    "currency": "%(currency)s is no currency that is taken. Use three letters, such as KHR.",
    "no_payment_ground": "The ground is missing. Name the article, order or tariff.",
    "no_receipt_number": "The receipt has no number. Nothing is taken or given without one.",
    "receipt_before": "The receipt %(number)s is on record already, as %(ref)s.",
    "unknown_payment": "No payment has the reference %(ref)s.",
    "own_payment": "You took %(ref)s yourself. Somebody else has to confirm it.",
    "payment_confirmed": "%(ref)s was confirmed on %(moment)s.",
    "payment_is_reversal": "%(ref)s is a reversal itself. Enter the payment anew.",
    "payment_reversed": "It was reversed already, by %(ref)s.",
    "no_end": "Say whether it is returned or destroyed.",
    "no_release_order": "The order is missing. Say on whose decision it leaves custody.",
    "release_waits": "A release of it waits already: %(ref)s. Confirm or withdraw that one.",
    "unknown_release": "No release has the reference %(ref)s.",
    "release_over": "%(ref)s was settled on %(moment)s.",
    "own_release": "You prepared %(ref)s yourself. Somebody else has to confirm it.",
    "before_prepared": "%(ref)s was prepared on %(moment)s; nothing can leave on it before that.",
    "no_charge_article": (
        "The article is missing. Nobody goes to a court or a prison without a charge."
    ),
    "no_crime": "The crime is missing. Choose what they are charged with.",
    "unknown_crime": "%(crime)s is no ICCS code. Use its digits, such as 0701.",
    "no_charge": (
        "%(ref)s carries no charge, and %(unit)s is a court or a prison. Take them back and send "
        "them anew with one."
    ),
    "no_way": "The way is missing. Say how they left.",
    "not_from_there": "Nobody leaves %(account)s in this way. Choose another.",
    "no_authority": "The authority is missing. Name the office that decided or established it.",
    "no_document": "The document is missing. Give its number and date.",
    "no_article": "The article is missing. Name the article and law that the hand-over rests on.",
    "no_cause": "The reason is missing. Say what is known of how they left.",
    "ended_before": "The same end is already on record as %(ref)s. Nobody leaves twice.",
    "ending_over": "%(ref)s was settled on %(moment)s.",
    "own_ending": "You prepared %(ref)s yourself. Somebody else has to confirm it.",
    "before_ending": "%(ref)s was prepared on %(moment)s; nobody can leave on it before that.",
    "no_departure": "Say when they left.",
    "other_moment": (
        "%(ref)s says that it happened on %(moment)s. Confirm it so; or withdraw it, and prepare "
        "it anew."
    ),
    "outdated_paper": (
        "%(ref)s says who leaves as it was when it was prepared. Withdraw it, and prepare it anew "
        "for those who are there now."
    ),
    "rest_of_receiver": (
        "You belong to %(unit)s, which was to receive them. %(escort)s, the escort, says what "
        "became of them."
    ),
    "rest_of_escort": (
        "%(unit)s was to receive them and is their escort too. %(giver)s, which sent them, says "
        "what became of them, or a command over both."
    ),
    "not_back": (
        "Whoever is in %(account)s is not found again. A mistake is corrected by reversing its "
        "entry."
    ),
    "no_finding": "The reason is missing. Say where and how they were found.",
    "found_before": "The same is already on record as %(ref)s. Nobody is found again twice.",
    "established_before": (
        "The same is already on record as %(ref)s. Nothing is established twice."
    ),
    "photo_before": "This photograph of %(exhibit)s is on record already.",
    "unknown_clock": "%(clock)s is no time limit that Samaki knows. Choose one from the list.",
    "clock_state": "%(jurisdiction)s is no state. Use its three letters, such as KHM.",
    "clock_home": (
        "%(clock)s is a limit of the country's own law (%(home)s). Only a consular step can be "
        "agreed with another state."
    ),
    "clock_hours_none": "%(hours)s hours cannot be a limit: enter one or more.",
    "clock_hours_absurd": "%(hours)s hours are more than %(limit)s. Check the figure.",
    "clock_longer": (
        "%(hours)s hours are longer than the %(limit)s that %(clock)s may last. What an office "
        "sets can only be shorter than the law."
    ),
    "clock_not_set": "Nothing is configured for %(clock)s, so there is nothing to take back.",
    "no_clock_source": "The source is missing. Say by which instruction or agreement it is set.",
    "clock_backdated": (
        "%(moment)s is past; it is now %(now)s. A limit never reaches back: it begins now or later."
    ),
    "clock_far": "%(moment)s is more than ten years away. Check the year.",
    "no_prosecutor": "The prosecutor's office is missing. Name it.",
    "not_in_writing": "The number of the document is missing. Only a written extension counts.",
    "no_felony": "The felony is missing. Time is extended for a felony alone; name its article.",
    "extension_none": "%(hours)s hours extend nothing: enter one or more.",
    "extension_longer": "%(hours)s hours are more than the %(limit)s that one extension may add.",
    "nobody_extended": (
        "Nobody is chosen. An extension is of named persons; name a head first, where they are "
        "counted only."
    ),
    "not_in_police_custody": "%(person)s was not in police custody on %(moment)s.",
    "not_with_unit": "%(person)s was not with %(unit)s on %(moment)s; who kept them records it.",
    "granted_too_late": (
        "The time of %(person)s ended on %(ends)s; an extension given on %(moment)s comes too late."
    ),
    "extended_before": "The time of %(person)s is extended already, by %(ref)s.",
    "unknown_extension": "No extension has the reference %(ref)s.",
    "extension_withdrawn": "%(ref)s was withdrawn on %(moment)s.",
    "no_withdrawal_reason": "The reason is missing. Say why the extension is withdrawn.",
    "no_target": "%(because)s is no target of an operation. Write it as OP-7K3Q/1.",
}
# What a time limit is about, by its code, and where it stands.
CLOCK_WORDINGS = {
    "ccp96.base": "Police custody, from arrival at the police or gendarmerie unit",
    "ccp96.ext": "What a prosecutor may add in writing, for a felony",
    "ccp96.minor.14_15.felony": "Police custody of a minor of 14 or 15 years, felony",
    "ccp96.minor.14_15.misdemeanour": "Police custody of a minor of 14 or 15 years, misdemeanour",
    "ccp96.minor.16_17.felony": "Police custody of a minor of 16 or 17 years, felony",
    "ccp96.minor.16_17.misdemeanour": "Police custody of a minor of 16 or 17 years, misdemeanour",
    "vccr36.tell": "Telling a foreigner of the right to have the consulate notified",
    "vccr36.notify": "Notifying the consulate, once the person asks for it",
    "criminal_procedure": "Code of Criminal Procedure, 2007, read in translation",
    "criminal_procedure_heard": "said of the Code of Criminal Procedure; the text was not seen",
    "consular_relations": "Vienna Convention on Consular Relations, 1963",
}
# What somebody is charged with; the code of each is an ICCS code.
CRIME_WORDINGS = {
    "fraud": "Fraud, by telephone or online too",
    "trafficking": "Human trafficking",
    "illegal_detention": "Illegal detention",
    "forced_labour": "Forced labour or slavery",
    "sexual_exploitation": "Sexual exploitation",
    "coercion": "Extortion or other coercion",
    "drugs": "Drug crime",
    "weapons": "Illegal weapons trade",
    "corruption": "Corruption",
    "money_laundering": "Money laundering",
    "computer_attack": "Attack on a computer system",
    "migrant_smuggling": "Smuggling of migrants",
    "forged_travel_document": "Forged travel document",
    "organised_group": "Organised criminal group",
}
# What the account of an end of custody is called, with the unit that answers for it.
ENDED_WORDINGS = {
    "released_on_site": "Released on site by %(keeper)s",
    "released": "Released by authority, %(keeper)s",
    "left_voluntarily": "Left voluntarily, %(keeper)s",
    "expelled": "Expelled by %(keeper)s",
    "handed_over_abroad": "Handed over abroad by %(keeper)s",
    "escaped": "Escaped from %(keeper)s",
    "dead": "Died in the custody of %(keeper)s",
    "unknown": "Unknown, %(keeper)s answers for them",
}
THING_MOVEMENT_WORDINGS = {
    "seizure": "seized",
    "dispatch": "sent off",
    "receipt": "received",
    "opening": "opened and sealed anew",
    "loss": "declared unaccounted for",
    "finding": "found again",
    "end": "custody ended",
    "correction": "reversed by a correction",
}
PAYMENT_WORDINGS = {
    "fee": "Fee",
    "fine": "Fine",
    "deposit": "Deposit",
    "waiver": "Waiver",
}
END_WORDINGS = {
    "returned": "Returned to the owner",
    "destroyed": "Destroyed",
}
EXHIBIT_WORDINGS = {
    "phone": "Phone",
    "sim": "SIM card",
    "computer": "Computer",
    "document": "Document",
    "other": "Other exhibit",
}


def reason(code: str, **values: object) -> Reason:
    """Return custody's reason of that code."""
    return Reason(code, WORDINGS[code], values)
