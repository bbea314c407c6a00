"""What identifies somebody is not in what leaves the house; what is no such thing stays."""

from __future__ import annotations

import pytest

from domain.masking import masked


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("电话13812345678。", "电话138****5678。"),
        ("+86 138-1234-5678", "138****5678"),
        ("身份证46020019900101123X", "身份证4602**********123X"),
        ("卡号6222020200112233445", "卡号6222***********3445"),
        ("我叫陈秀英，住3栋", "我叫陈＊，住3栋"),
        ("我是王芳。", "我是王＊。"),
        ("我是欧阳翡翠莲，想要轮椅", "我是欧＊，想要轮椅"),
        ("我是独居老人，想要轮椅", "我是独居老人，想要轮椅"),
        ("我是", "我是"),
        ("单号 261123-0042，网格 460204198023001，2026-11-23", "单号 261123-0042，网格 460204198023001，2026-11-23"),
        ("拨打12345", "拨打12345"),
    ],
)
def test_numbers_and_names_are_masked(words, shown):
    assert masked(words) == shown
