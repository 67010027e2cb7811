"""Reading: text in many languages becomes claim drafts tied to the exact characters.

The steps are kept apart on purpose. *Mentions* (numbers, nationalities, places, dates, verbs)
are almost certain and belong to one language; *links* between them are uncertain, shared by all
languages, scored, and made by a rule with a name. No draft leaves without its evidence:
`check` reads every quoted span again and rejects the draft whose span does not say the same.
"""
