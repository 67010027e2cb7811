"""The table of contents of custody."""

from __future__ import annotations

from django.urls import path

from samaki.systems.custody.views import counts, ends, exhibits, handovers, ledger, payments, sheets

app_name = "custody"

urlpatterns = [
    path("", ledger.home, name="home"),
    path("count/", ledger.count, name="count"),
    path("variances/", ledger.variances, name="variances"),
    path("clocks/", ledger.clocks_list, name="clocks"),
    path("flow/", ledger.flow_list, name="flow"),
    path("accounts/<str:ref>/", ledger.account, name="account"),
    path("accounts/<str:ref>/rows/", ledger.rows, name="rows"),
    path("accounts/<str:ref>/clock/", ledger.clock, name="clock"),
    path("accounts/<str:ref>/dispatch/", handovers.dispatch, name="dispatch"),
    path("accounts/<str:ref>/end/", ends.end, name="end"),
    path("accounts/<str:ref>/identify/", ledger.identify_head, name="identify"),
    path("accounts/<str:ref>/physical-count/", counts.count_again, name="count_again"),
    path("accounts/<str:ref>/sheets/", sheets.send_sheet, name="send_sheet"),
    path("ends/", ends.ends_list, name="ends"),
    path("ends/<str:ref>/", ends.ending, name="ending"),
    path("ended/<str:ref>/", ends.ended, name="ended"),
    path("ended/<str:ref>/found/", ends.found_again, name="found_again"),
    path("sheets/empty/<str:name>", sheets.empty_sheet, name="empty_sheet"),
    path("sheets/<str:ref>/", sheets.sheet, name="sheet"),
    path("sheets/<str:ref>/to-mend/", sheets.to_mend, name="to_mend"),
    path("counts/<str:ref>/", counts.physical_count, name="physical_count"),
    path("movements/<int:number>/", ledger.movement, name="movement"),
    path("exhibits/", exhibits.exhibits, name="exhibits"),
    path("exhibits/seize/", exhibits.seize, name="seize"),
    path("exhibits/labels/", exhibits.labels, name="labels"),
    path("exhibits/stores/<str:ref>/dispatch/", exhibits.dispatch_from, name="exhibit_dispatch"),
    path("exhibits/handovers/<str:ref>/", exhibits.exhibit_handover, name="exhibit_handover"),
    path("exhibits/counts/<str:ref>/", exhibits.exhibit_count, name="exhibit_count"),
    path("exhibits/entries/<int:number>/", exhibits.exhibit_movement, name="exhibit_movement"),
    path("exhibits/<str:ref>/", exhibits.exhibit, name="exhibit"),
    path("exhibits/<str:ref>/photos/", exhibits.photographs, name="exhibit_photos"),
    path("exhibits/<str:ref>/photos/<str:digest>/", exhibits.photograph, name="exhibit_photo"),
    path("exhibits/<str:ref>/open/", exhibits.open_exhibit, name="exhibit_open"),
    path("exhibits/<str:ref>/seal/", exhibits.reseal_exhibit, name="exhibit_seal"),
    path("exhibits/<str:ref>/count/", exhibits.count_pieces, name="exhibit_pieces"),
    path("exhibits/<str:ref>/missing/", exhibits.missing_pieces, name="exhibit_missing"),
    path("exhibits/<str:ref>/release/", payments.prepare, name="release_new"),
    path("releases/<str:ref>/", payments.release, name="release"),
    path("payments/", payments.payments, name="payments"),
    path("payments/new/", payments.enter_payment, name="payment_new"),
    path("payments/<str:ref>/", payments.payment, name="payment"),
    path("persons/", ledger.persons, name="persons"),
    path("persons/<str:ref>/", ledger.person, name="person"),
    path("reads/", ledger.reads, name="reads"),
    path("vehicles/", handovers.vehicles, name="vehicles"),
    path("handovers/<str:ref>/", handovers.handover, name="handover"),
    path("handovers/<str:ref>/decline/", handovers.decline, name="decline"),
    path("handovers/<str:ref>/take-back/", handovers.take_back_page, name="take_back"),
    path("handovers/<str:ref>/rest/", ends.rest, name="rest"),
    path("handovers/<str:ref>/readdress/", handovers.readdress, name="readdress"),
    path("handovers/<str:ref>/form.pdf", handovers.chain_of_custody, name="chain_of_custody"),
]
