"""A text on its way: looked, drafted, added to, checked, copied, planned, posted; never copied before the own sentence and photo."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from cblp.catalogue import reports as catalogue
from cblp.catalogue.services import products
from cblp.db.actor import LIAISON, MENTOR, TREASURER
from cblp.errors import Missing, NotAllowed
from cblp.outreach.models import PostDraft
from cblp.outreach.reports import studio
from cblp.outreach.rules import captions, checks
from cblp.outreach.services import drafts
from cblp.people.services import licences
from cblp.people.services.register import TooLong, UnknownChoice
from tests.campaigns.making import Fair, at, day
from tests.filled_together import picture

OWN = "Anyaman ini saya pelajari dari nenek di kampung."


def begin(fair: Fair, name: str = "sari", channel: str = captions.WA_STATUS, **more: Any) -> UUID:
    made: UUID = fair.act(
        drafts.begin, by=fair.member(name), business_id=fair.ids[name], product_id=fair.ids[f"{name}.product"], channel=channel, **more
    )
    return made


def illustrate(fair: Fair, draft: UUID, name: str = "sari", **answer: Any) -> None:
    fair.app.act(fair.member(name), drafts.illustrate, draft_id=draft, **answer)


def one(fair: Fair, draft: UUID, name: str = "sari") -> studio.Drafted:
    found: studio.Drafted = fair.read(studio.one, by=fair.member(name), draft_id=draft)
    return found


def test_a_text_without_an_own_sentence_is_taken_up_again(small: Fair) -> None:
    first = begin(small)
    assert begin(small) == first != begin(small, channel=captions.TIKTOK)
    assert begin(small, "rina") != first
    small.act(drafts.propose, by=small.member("sari"), draft_id=first)
    small.act(drafts.add, by=small.member("sari"), draft_id=first, sentence=OWN)
    second = begin(small)
    assert second != first, "what somebody wrote into stays a text of its own"
    small.act(drafts.remove, by=small.member("sari"), draft_id=second)
    assert begin(small) not in (first, second)


def test_an_own_sentence_may_be_mended_in_the_whole_text_but_not_left_out(small: Fair) -> None:
    sari, draft = small.member("sari"), begin(small)
    drafted = small.act(drafts.propose, by=sari, draft_id=draft)
    claimed = "Anyaman halal ini saya pelajari dari nenek di kampung."
    assert [one.code for one in small.act(drafts.add, by=sari, draft_id=draft, sentence=claimed, photo=drafts.ON_PHONE)] == [checks.HALAL]
    assert small.act(drafts.write, by=sari, draft_id=draft, text=captions.with_own(drafted, OWN)) == ()
    assert (one(small, draft).added, small.act(drafts.copied, by=sari, draft_id=draft)) == (OWN, captions.with_own(drafted, OWN))
    with pytest.raises(drafts.OwnSentenceNeeded):
        small.act(drafts.write, by=sari, draft_id=draft, text=captions.with_own(drafted, "Murah sekali, ayo beli sekarang juga."))


def test_a_story_that_claims_too_much_is_not_proposed(small: Fair) -> None:
    small.act(products.edit_product, product_id=small.ids["sari.product"], version=1, changes={
        "story": "Untuk masuk angin dan kolesterol. Dianyam dari pandan.", "description": "Sudah halal. Dianyam rapat.",
    })
    for channel in captions.CHANNELS:
        text = small.act(drafts.propose, by=small.member("sari"), draft_id=begin(small, channel=channel), seed=1)
        assert not checks.check(text) and "Dianyam" in text + small.act(
            drafts.propose, by=small.member("sari"), draft_id=begin(small, channel=channel), seed=0
        )


def test_from_looking_to_posted(fair: Fair) -> None:
    sari, draft = fair.member("sari"), begin(fair)
    fair.app.act(
        sari, drafts.look, draft_id=draft, posts=["a/1", "a/1", "b/2"]
    )
    text = fair.act(drafts.propose, by=sari, draft_id=draft)
    assert "Rp100.000" in text and "Tas sari" in text
    found = one(fair, draft)
    assert (found.seen, found.drafted, found.text, found.ready) == (("a/1", "b/2"), text, "", False)
    with pytest.raises(drafts.OwnSentenceNeeded):
        fair.act(drafts.copied, by=sari, draft_id=draft)
    with pytest.raises(drafts.OwnSentenceNeeded):
        fair.act(drafts.write, by=sari, draft_id=draft, text=text)
    assert fair.act(drafts.add, by=sari, draft_id=draft, sentence=OWN, photo=drafts.ON_PHONE) == ()
    assert one(fair, draft).text == captions.with_own(text, OWN)
    assert fair.act(drafts.copied, by=sari, draft_id=draft, now=at(2)) == captions.with_own(text, OWN)
    fair.act(drafts.plan, by=sari, draft_id=draft, at=at(5, hour=11))
    [planned] = fair.read(studio.plan, by=sari, first=day(1), last=day(30), business_id=fair.ids["sari"])
    assert (planned.day, planned.title, planned.done, planned.draft_id) == (day(5), "Tas sari", False, draft)
    fair.act(drafts.posted, by=sari, draft_id=draft, now=at(5))
    assert one(fair, draft).posted_at == at(5)
    with pytest.raises(Missing):
        fair.act(drafts.add, by=sari, draft_id=draft, sentence=OWN)


def test_the_own_sentence_must_be_ones_own(small: Fair) -> None:
    sari, draft = small.member("sari"), begin(small)
    with pytest.raises(drafts.NothingDrafted):
        small.act(drafts.add, by=sari, draft_id=draft, sentence=OWN)
    text = small.act(drafts.propose, by=sari, draft_id=draft)
    for sentence, error in (
        ("Bagus", drafts.OwnSentenceShort), (text.split("\n\n")[0], drafts.OwnSentenceCopied), ("kata " * 200, TooLong),
    ):
        with pytest.raises(error):
            small.act(drafts.add, by=sari, draft_id=draft, sentence=sentence)
    assert not one(small, draft).ready
    small.act(drafts.add, by=sari, draft_id=draft, sentence=OWN, photo=drafts.ON_PHONE)
    small.act(drafts.write, by=sari, draft_id=draft, text=f"Kalimat lain.\n\n{OWN}")
    assert one(small, draft).text == f"Kalimat lain.\n\n{OWN}"
    with pytest.raises(drafts.OwnSentenceNeeded):
        small.act(drafts.write, by=sari, draft_id=draft, text="Kalimat lain.")
    small.act(drafts.propose, by=sari, draft_id=draft, seed=1)
    assert OWN in one(small, draft).text, "another draft keeps the own sentence"


def test_a_claim_must_go_or_get_its_licence(small: Fair) -> None:
    sari, draft = small.member("sari"), begin(small)
    small.act(drafts.propose, by=sari, draft_id=draft)
    claimed = "Keripik halal ini saya goreng sendiri tiap pagi."
    [found] = small.act(drafts.add, by=sari, draft_id=draft, sentence=claimed, photo=drafts.ON_PHONE)
    assert (found.code, found.words) == (checks.HALAL, "halal")
    assert one(small, draft).warnings == (checks.HALAL,)
    with pytest.raises(drafts.ClaimNeedsLicence, match="halal"):
        small.act(drafts.copied, by=sari, draft_id=draft)
    small.act(licences.add_licence, business_id=small.ids["sari"], kind="halal", number="ID1", expires_on=date(2027, 1, 1))
    assert "halal" in small.act(drafts.copied, by=sari, draft_id=draft)
    assert small.act(drafts.plan, by=sari, draft_id=draft, at=datetime(2027, 2, 1, tzinfo=UTC))[0].code == checks.HALAL, (
        "on that day the licence is over"
    )


def test_a_price_that_loses_and_a_day_that_hurts_are_said(small: Fair) -> None:
    sari, draft = small.member("sari"), begin(small)
    small.act(drafts.propose, by=sari, draft_id=draft)
    cheap = "Khusus hari ini tas saya cuma Rp60.000 saja."
    [found] = small.act(drafts.add, by=sari, draft_id=draft, sentence=cheap, photo=drafts.ON_PHONE)
    assert (found.code, found.words) == (checks.PRICE, "Rp60.000"), "the cost is 60.000, and the marketplace takes its fee"
    small.act(products.set_cost, product_id=small.ids["sari.product"], amount=10_000, since=day(1))
    assert small.act(drafts.plan, by=sari, draft_id=draft, at=None) == ()
    found = small.act(drafts.plan, by=sari, draft_id=draft, at=datetime(2026, 12, 26, 3, tzinfo=UTC))
    assert [one.code for one in found] == [checks.DAY]
    assert small.act(drafts.copied, by=sari, draft_id=draft), "for the writer to decide"
    for when in (at(1) - timedelta(1), at(1) + timedelta(500)):
        with pytest.raises(drafts.TimeOver):
            small.act(drafts.plan, by=sari, draft_id=draft, at=when)


def test_what_a_campaign_says_stands_in_the_text(small: Fair) -> None:
    campaign = small.running("sari", hashtags="#PekanTas")
    assert small.read(studio.campaigns, by=small.member("sari"), business_id=small.ids["sari"], today=day(2)) == [(campaign, "Pekan tas")]
    assert small.read(studio.campaigns, by=small.member("rina"), business_id=small.ids["rina"], today=day(2)) == []
    draft = begin(small, campaign_id=campaign)
    text = small.act(drafts.propose, by=small.member("sari"), draft_id=draft)
    assert "Rp90.000" in text and "#pekantas" in text


def test_a_photo_is_ones_own_and_sending_twice_begins_once(small: Fair) -> None:
    from cblp.growth.services import pieces

    draft_id = uuid4()
    assert begin(small, draft_id=draft_id) == begin(small, draft_id=draft_id) == draft_id
    sari, rina = small.member("sari"), small.member("rina")
    small.act(drafts.propose, by=sari, draft_id=draft_id)
    theirs = small.act(pieces.keep_photo, by=rina, business_id=small.ids["rina"], picture=picture("lain"))
    with pytest.raises(Missing):
        small.act(drafts.add, by=sari, draft_id=draft_id, sentence=OWN, evidence_id=theirs)
    mine = small.act(pieces.keep_photo, by=sari, business_id=small.ids["sari"], picture=picture("foto"))
    small.act(drafts.add, by=sari, draft_id=draft_id, sentence=OWN, evidence_id=mine)
    assert one(small, draft_id).evidence_id == mine


def test_nothing_is_given_away_before_the_photo_is_chosen(fair: Fair) -> None:
    sari, draft = fair.member("sari"), begin(fair)
    fair.act(drafts.propose, by=sari, draft_id=draft)
    fair.act(drafts.add, by=sari, draft_id=draft, sentence=OWN)
    assert (one(fair, draft).ready, one(fair, draft).text) == (False, "")
    for service, given in ((drafts.copied, {}), (drafts.plan, {"at": at(5)})):
        with pytest.raises(drafts.OwnPhotoNeeded):
            fair.act(service, by=sari, draft_id=draft, **given)
    with pytest.raises(drafts.NotCopied):
        fair.act(drafts.posted, by=sari, draft_id=draft)
    illustrate(fair, draft, photo=drafts.ON_PHONE)
    assert OWN in fair.act(drafts.copied, by=sari, draft_id=draft)
    fair.act(drafts.propose, by=sari, draft_id=draft, seed=1)
    assert one(fair, draft).ready, "another draft keeps the answer"


def test_a_photo_that_is_taken_away_leaves_the_question_open(small: Fair) -> None:
    from cblp.growth.services import pieces

    sari, draft = small.member("sari"), begin(small)
    small.act(drafts.propose, by=sari, draft_id=draft)
    sent = small.act(pieces.keep_photo, by=sari, business_id=small.ids["sari"], picture=picture("foto"))
    small.act(drafts.add, by=sari, draft_id=draft, sentence=OWN, evidence_id=sent)
    assert small.act(drafts.copied, by=sari, draft_id=draft) and one(small, draft).photo == studio.SENT
    illustrate(small, draft)
    assert (one(small, draft).evidence_id, one(small, draft).copied_at, one(small, draft).text) == (None, None, "")
    with pytest.raises(drafts.OwnPhotoNeeded):
        small.act(drafts.copied, by=sari, draft_id=draft)
    for given in ({"photo": "fax"}, {"photo": drafts.ON_PHONE, "evidence_id": sent}):
        with pytest.raises(UnknownChoice):
            illustrate(small, draft, **given)


def test_the_products_photo_counts_only_while_there_is_one(small: Fair) -> None:
    sari, draft, product = small.member("sari"), begin(small), small.ids["sari.product"]
    small.act(drafts.propose, by=sari, draft_id=draft)
    small.act(drafts.add, by=sari, draft_id=draft, sentence=OWN, photo=drafts.OF_PRODUCT)
    assert (one(small, draft).photo, one(small, draft).ready) == (studio.OF_PRODUCT, True)
    for photo in small.read(catalogue.product, product_id=product, today=day(1)).photos:
        small.act(products.remove_photo, by=sari, photo_id=photo)
    assert (one(small, draft).photo, one(small, draft).ready) == ("", False)
    with pytest.raises(drafts.OwnPhotoNeeded):
        small.act(drafts.copied, by=sari, draft_id=draft)
    with pytest.raises(Missing):
        illustrate(small, draft, photo=drafts.OF_PRODUCT)


def test_what_was_copied_before_anybody_was_asked_stays_copied_until_it_changes(small: Fair) -> None:
    sari, draft = small.member("sari"), begin(small)
    small.act(drafts.propose, by=sari, draft_id=draft)
    small.act(drafts.add, by=sari, draft_id=draft, sentence=OWN)
    with small.app.database.writing(small.system.association) as session:
        session.execute(update(PostDraft).where(PostDraft.id == draft).values(copied_at=at(1)))
    assert one(small, draft).ready and OWN in small.act(drafts.copied, by=sari, draft_id=draft)
    small.act(drafts.plan, by=sari, draft_id=draft, at=at(5))
    small.act(drafts.write, by=sari, draft_id=draft, text=f"Kalimat lain.\n\n{OWN}")
    assert not one(small, draft).ready
    with pytest.raises(drafts.OwnPhotoNeeded):
        small.act(drafts.copied, by=sari, draft_id=draft)


def test_nobody_reaches_the_drafts_of_others(fair: Fair) -> None:
    draft, rina = begin(fair), fair.member("rina")
    for service, given in (
        (drafts.propose, {}), (drafts.add, {"sentence": OWN}), (drafts.write, {"text": OWN}), (drafts.copied, {}),
        (drafts.plan, {"at": None}), (drafts.posted, {}), (drafts.remove, {}),
    ):
        with pytest.raises(Missing):
            fair.act(service, by=rina, draft_id=draft, **given)
        for role in (TREASURER, MENTOR, LIAISON):
            with pytest.raises((NotAllowed, Missing)):
                fair.act(service, by=replace(fair.system, role=role, account=uuid4()), draft_id=draft, **given)
    with pytest.raises(Missing):
        illustrate(fair, draft, "rina", photo=drafts.ON_PHONE)
    assert fair.read(studio.drafts, by=rina) == []
    with pytest.raises(Missing):
        fair.read(studio.one, by=rina, draft_id=draft)
    with pytest.raises(NotAllowed):
        fair.act(drafts.begin, by=rina, business_id=fair.ids["sari"], product_id=fair.ids["sari.product"], channel=captions.WA_STATUS)
    with pytest.raises(Missing):
        fair.act(drafts.begin, by=rina, business_id=fair.ids["rina"], product_id=fair.ids["sari.product"], channel=captions.WA_STATUS)
    with pytest.raises(UnknownChoice):
        begin(fair, channel="fax")
    assert [row.id for row in fair.read(studio.drafts)] == [draft], "the coordinator helps everybody"
    fair.act(drafts.remove, by=fair.member("sari"), draft_id=draft)
    assert fair.read(studio.drafts) == []
