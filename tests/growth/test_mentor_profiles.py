"""Profiles of mentors: who may write them, the conditions with their evidence, the look of the coordinator, the role."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cblp.catalogue.services import shops
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.decisions.rules.parameters import SHOPS, TOGETHER
from cblp.decisions.services import parameters
from cblp.errors import Missing, NotAllowed
from cblp.growth.reports import mentors as reports
from cblp.growth.rules.mentors import FEW_FOLLOWERS, FEW_SHOPS, NO_INSTITUTION, NO_SKILL, OLD_EVIDENCE, SELLER, STUDENT
from cblp.growth.services import assignments, mentors
from cblp.people.reports import access
from cblp.people.services import register
from cblp.people.services.register import ReasonNeeded, UnknownChoice
from cblp.reach import services as reach
from tests.campaigns.making import at
from tests.growth.mentoring import TODAY, Village


@pytest.fixture
def village(app, actor, worlds):
    return worlds.on(Village, app, actor, "sari", "dewi")


@pytest.fixture
def quick(sqlite_app, sqlite_actor, worlds):
    return worlds.on(Village, sqlite_app, sqlite_actor, "sari", "dewi")


def own(village, name, role=MENTOR):
    return replace(village.system, role=role, account=village.account(name))


def profile(village, name, today=TODAY):
    return next(one for one in village.read(reports.profiles, today=today) if one.id == village.profiles[name])


def test_a_student_offers_and_is_approved_with_the_role(village):
    student = own(village, "tia")
    made = village.act(mentors.apply, by=student, kind=STUDENT, details={"institution": "Universitas Jambi"})
    assert village.read(reports.own_profile, by=student, today=TODAY).standing.missing == (NO_SKILL,)
    with pytest.raises(mentors.NotEligible) as refused:
        village.act(mentors.submit, by=student, profile_id=made)
    assert mentors.SENTENCES[NO_SKILL] in refused.value.text("en")
    version = village.read(reports.own_profile, by=student, today=TODAY).version
    village.act(mentors.edit, by=student, profile_id=made, version=version, changes={"skills": ["safety", "content"]})
    village.act(mentors.submit, by=student, profile_id=made)
    village.act(mentors.review, profile_id=made, approve=True)
    seen = village.read(reports.own_profile, by=student, today=TODAY)
    assert (seen.state, seen.name, seen.code, seen.skills) == ("approved", "Tia", "M01", ("content", "safety"))
    with village.app.database.reading(student.association, student.account) as session:
        places = access.places(session, student.account, now=at(1))
    assert [place.role for place in places] == ["mentor"]


def test_a_seller_stands_on_their_own_shops(village):
    village.offer("rudi", SELLER, business_id=village.ids["sari"])
    assert profile(village, "rudi").standing.missing == (FEW_SHOPS, FEW_FOLLOWERS)
    village.sells_well("sari", followers=1000)
    assert profile(village, "rudi").standing.missing == (FEW_FOLLOWERS,)
    village.sells_well("dewi", followers=5000)  # another's followers are another's
    assert profile(village, "rudi").standing.missing == (FEW_FOLLOWERS,)


def test_evidence_ages(village):
    village.sells_well("sari", followers=1001, seen_on=TODAY)
    village.offer("rudi", SELLER, business_id=village.ids["sari"])
    assert profile(village, "rudi").standing.until == TODAY + timedelta(90)
    later = village.read(reports.profiles, today=TODAY + timedelta(91))[0]
    assert later.standing.missing == (OLD_EVIDENCE,)


def test_what_counts_as_followers_is_decided(village):
    village.sells_well("sari", followers=700)
    village.offer("rudi", SELLER, business_id=village.ids["sari"])
    village.act(reach.snapshot, shop_id=village.ids["sari.shop"], day=TODAY, followers=700)
    assert [profile(village, "rudi").standing.missing, len(profile(village, "rudi").evidence.followers)] == [(FEW_FOLLOWERS,), 1]
    village.act(parameters.start_with, key="mentor_followers", value=TOGETHER, since=TODAY)
    assert profile(village, "rudi").standing.missing == (FEW_FOLLOWERS,)  # a shop's followers are not counted yet
    village.act(parameters.start_with, key="mentor_accounts", value=SHOPS, since=TODAY)
    assert profile(village, "rudi").standing.eligible
    village.act(mentors.submit, by=own(village, "rudi"), profile_id=village.profiles["rudi"])
    assert not profile(village, "rudi", TODAY - timedelta(1)).standing.eligible  # it holds from its day on


def test_a_closed_shop_is_no_evidence(quick):
    quick.sells_well("sari")
    quick.offer("rudi", SELLER, business_id=quick.ids["sari"])
    assert profile(quick, "rudi").standing.eligible
    quick.act(shops.close_shop, shop_id=quick.ids["sari.shop"], version=1, on=date(2026, 10, 1))
    assert profile(quick, "rudi").standing.missing == (FEW_SHOPS,)


def test_a_member_stands_for_the_one_business_they_own(quick):
    member = replace(quick.member("sari"), account=quick.account("sari.w"))
    quick.act(mentors.apply, by=member, kind=SELLER)
    assert quick.read(reports.own_profile, by=member, today=TODAY).business_id == quick.ids["sari"]
    with pytest.raises(mentors.ProfileThere):
        quick.act(mentors.apply, by=member, kind=STUDENT)


def test_nobody_stands_on_anothers_shops(quick):
    member = replace(quick.member("sari"), account=quick.account("sari.w"))
    with pytest.raises(NotAllowed):
        quick.act(mentors.apply, by=member, kind=SELLER, details={"business_id": quick.ids["dewi"]})
    with pytest.raises(NotAllowed):
        quick.act(mentors.apply, by=own(quick, "tia"), kind=SELLER, details={"business_id": quick.ids["dewi"]})


@pytest.mark.parametrize(("details", "error"), [
    ({"capacity": 21}, mentors.BadCapacity), ({"capacity": -1}, mentors.BadCapacity), ({"born": 26}, mentors.BadYear),
    ({"skills": ["magic"]}, UnknownChoice),
])
def test_what_cannot_be_written(quick, details, error):
    with pytest.raises(error):
        quick.act(mentors.apply, by=own(quick, "tia"), kind=STUDENT, details=details)


def test_all_who_offer_themselves_at_once_get_a_code_each(village):
    crowd = [own(village, name) for name in ("tia", "budi", "rudi", "ani")]
    with ThreadPoolExecutor(len(crowd)) as together:
        list(together.map(lambda who: village.act(mentors.apply, by=who, kind=STUDENT), crowd))
    assert [one.code for one in village.read(reports.profiles, today=TODAY)] == ["M01", "M02", "M03", "M04"]


def test_a_form_sent_twice_at_once_makes_one_profile(village):
    tia, refused = own(village, "tia"), []

    def send(_again):
        try:
            village.act(mentors.apply, by=tia, kind=STUDENT)
        except mentors.ProfileThere:
            refused.append(True)

    with ThreadPoolExecutor(2) as together:
        list(together.map(send, range(2)))
    assert refused == [True] and len(village.read(reports.profiles, today=TODAY)) == 1


def test_a_rejection_says_why_and_may_be_answered(quick):
    made = quick.offer("tia")
    with pytest.raises(mentors.NotWaiting):
        quick.act(mentors.review, profile_id=made, approve=True)
    quick.act(mentors.submit, profile_id=made)
    with pytest.raises(ReasonNeeded):
        quick.act(mentors.review, profile_id=made, approve=False, reason=" . ")
    quick.act(mentors.review, profile_id=made, approve=False, reason="Belum cukup umur")
    seen = quick.read(reports.own_profile, by=own(quick, "tia"), today=TODAY)
    assert (seen.state, seen.reason) == ("rejected", "Belum cukup umur")
    quick.act(mentors.submit, by=own(quick, "tia"), profile_id=made)
    assert profile(quick, "tia").state == "submitted" and profile(quick, "tia").reason == ""


def test_whoever_cannot_sign_in_is_not_approved(quick):
    person = quick.act(register.add_person, name="Tia")
    made = quick.act(mentors.apply, person_id=person, kind=STUDENT, details={"institution": "UNJA", "skills": ["ai"]})
    quick.act(mentors.submit, profile_id=made)
    with pytest.raises(mentors.NoAccount):
        quick.act(mentors.review, profile_id=made, approve=True)


def test_the_conditions_are_looked_at_again_when_approving(quick):
    quick.sells_well("sari", seen_on=TODAY)
    made = quick.offer("rudi", SELLER, business_id=quick.ids["sari"])
    quick.act(mentors.submit, profile_id=made)
    with pytest.raises(mentors.NotEligible) as refused:
        quick.act(mentors.review, profile_id=made, approve=True, now=at(1, 2).replace(year=2027))
    assert refused.value.values["missing"] == (OLD_EVIDENCE,)


def test_an_approved_student_does_not_turn_into_a_seller_alone(quick):
    made = quick.approved("tia")
    row = profile(quick, "tia")
    with pytest.raises(mentors.NotWaiting):
        quick.act(mentors.edit, by=own(quick, "tia"), profile_id=made, version=row.version, changes={"kind": SELLER})
    quick.act(mentors.edit, by=own(quick, "tia"), profile_id=made, version=row.version, changes={"capacity": 3})
    assert profile(quick, "tia").capacity == 3


def test_nobody_leaves_while_people_count_on_them(quick):
    quick.approved("tia")
    held = quick.accompanied("sari", "tia")
    with pytest.raises(mentors.StillAccompanying):
        quick.act(mentors.set_inactive, by=own(quick, "tia"), profile_id=quick.profiles["tia"])
    quick.act(assignments.complete, assignment_id=held)
    quick.act(mentors.set_inactive, by=own(quick, "tia"), profile_id=quick.profiles["tia"])
    assert profile(quick, "tia").state == "inactive"


def test_profiles_are_the_offices_and_ones_own(village):
    village.approved("tia")
    village.offer("rina")
    assert len(village.read(reports.profiles, today=TODAY)) == 2
    treasurer = replace(village.system, role=TREASURER)
    assert {one.phone for one in village.read(reports.profiles, by=treasurer, today=TODAY)} == {""}
    assert {one.phone for one in village.read(reports.profiles, today=TODAY)} == {"+6281311112222"}
    for role in (MEMBER, MENTOR, LIAISON):
        with pytest.raises(NotAllowed):
            village.read(reports.profiles, by=own(village, "tia", role), today=TODAY)
    assert village.read(reports.own_profile, by=own(village, "rina"), today=TODAY).name == "Rina"
    with pytest.raises(Missing):
        village.act(mentors.submit, by=own(village, "tia"), profile_id=village.profiles["rina"])
    for role in (TREASURER, LIAISON):
        with pytest.raises(NotAllowed):
            village.act(mentors.submit, by=own(village, "tia", role), profile_id=village.profiles["rina"])
    with pytest.raises(NotAllowed):
        village.act(mentors.review, by=own(village, "tia"), profile_id=village.profiles["rina"], approve=True)
    assert village.coordinator.role == COORDINATOR


def test_a_profile_without_a_school_lacks_it(quick):
    quick.offer("tia", institution=" ", skills=[])
    assert profile(quick, "tia").standing.missing == (NO_INSTITUTION, NO_SKILL)
