"""The corpus: the same for a seed, all classes in it, whole families held out, nothing left unexpanded."""

from yaoyaoling.triage.corpus.build import build
from yaoyaoling.triage.corpus.families import class_levels, held_out, load_families


def test_the_same_seed_gives_the_same_texts_and_another_gives_others() -> None:
    first = build(seed=3, per_family=2)
    assert first == build(seed=3, per_family=2)
    assert first != build(seed=4, per_family=2)


def test_every_sub_class_has_families_but_the_one_for_what_fits_none() -> None:
    there = {one.class_code for one in load_families()}
    assert {code for code in class_levels() if len(code) == 4} - there == {"9901"}


def test_whole_families_are_held_out_and_share_no_text_with_training() -> None:
    learnt, held = build(per_family=8), build(per_family=8, is_held=True)
    assert {one.family for one in held} == held_out()
    assert not {one.family for one in learnt} & held_out()
    assert len(held_out()) >= 40
    assert not {one.text for one in learnt} & {one.text for one in held}


def test_every_template_expands_to_plain_text() -> None:
    for one in build(per_family=8):
        assert not set("[]{}|") & set(one.text), one
