"""Headings that announce personal data, in the Nordic languages and English.

Each is matched whole: "Telefon" announces numbers, "Telefonsamtal" counts of calls.
"""

from __future__ import annotations

import re


def _headings(words: str) -> re.Pattern[str]:
    """Whole headings, with whose it is before or after: "Patientens telefon"."""
    whose = (
        r"(?:patient|pasient|potilaan?|sjúkling|klient|client|brukar|borgar|beboar|kund|"
        r"anhörig|pårörend|omai[sn]|contact|kontakt|next of kin|relative)\w*"
    )
    return re.compile(
        rf"(?:{whose}[\s_-]*)?(?:{words})(?:[\s_-]+(?:på |til |av |of )?{whose})?[.:]?"
        r"(?: ?\(.*\))?",
        re.IGNORECASE,
    )


IDENTITY_HEADINGS = _headings(
    r"(?:person|personal|fødsels|födelse)[\s_-]?(?:nummer|nr|number|id)|pnr|fnr|"
    r"cpr(?:[\s_-]?(?:nr|nummer|number))?|henkilö(?:tunnus|numero)|hetu|kennitala|"
    r"(?:personal |national |social )?(?:identity|security)(?: number| no)|ssn"
)
TELEPHONE_HEADINGS = _headings(
    r"(?:hem|mobil|hjemme|koti|matka|heima|far|home|mobile|cell)?[\s_-]?"
    r"(?:tele(?:fon|phone)|phone|tlf|tel|mobile?|puhelin|puh|gsm|sími|síma)[\s_.-]*"
    r"(?:nummer|numero|númer|number|nr|no)?"
)
ADDRESS_HEADINGS = _headings(
    r"(?:hem|bostads|gatu|gade|gate|post|folkbokförings|hjemme|koti|lähi|katu|home|"
    r"street|postal)?[\s_-]?(?:adress|adresse|address|osoite)|heimilisfang|bopæl"
)
POSTCODE_HEADINGS = _headings(
    r"(?:post(?:nummer|nr|kod|inumero)|póstnúmer|(?:post(?:al)?|zip)[\s_-]?code|zip)"
    r"(?:[\s_]*(?:og|och|ja|and|&|/)[\s_]*\w+)?"
)
BIRTH_HEADINGS = _headings(
    r"föd(?:d|elsedatum|elsedag|elsetid|d datum)|fødsels(?:dato|dag)|født|fødd|"
    r"syntymä(?:aika|päivä)|syntynyt|fæðingardagur|fædd(?:ur)?|"
    r"(?:date of )?birth(?:[\s_-]?da(?:te|y))?|born|dob"
)
NAME_HEADINGS = _headings(
    r"(?:first|last|full|family|för|efter|for|etter|eftir|suku|etu|fullt |fulde )?"
    r"[\s_-]*(?:name|namn|navn|nafn|nimi)|patient|pasient|potilas|sjúklingur|"
    r"resident|beboer|asukas|íbúi|boende|vårdtagare|brukare|client|klient|"
    r"next of kin|anhörig|pårørende"
)
# Two words with capitals are then a place or a diagnosis and no person.
PLACE_HEADINGS = re.compile(
    r"(?:ward|unit|clinic|department|team|site|hospital|diagnos\w*|avdelning|enhet|"
    r"klinik\w*|afdeling|afsnit|sygehus|sjukhus|sykehus|avdeling|osasto|yksikkö|sairaala|"
    r"deild|sjúkrahús|vårdcentral)\b.*",
    re.IGNORECASE,
)
