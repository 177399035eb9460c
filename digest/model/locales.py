"""Languages as other programs than browsers name them."""

from __future__ import annotations

import re

_LIKELY = (
    "af_ZA am_ET ar_EG az_AZ be_BY bg_BG bn_BD bs_BA ca_ES cs_CZ cy_GB da_DK de_DE dv_MV el_GR en_US es_ES et_EE "
    "eu_ES fa_IR fi_FI fil_PH fo_FO fr_FR ga_IE gl_ES gu_IN ha_NG he_IL hi_IN hr_HR hu_HU hy_AM id_ID ig_NG is_IS "
    "it_IT ja_JP ka_GE kk_KZ km_KH kn_IN ko_KR ku_TR ky_KG lb_LU lo_LA lt_LT lv_LV mi_NZ mk_MK ml_IN mn_MN mr_IN "
    "ms_MY mt_MT my_MM nb_NO ne_NP nl_NL nn_NO no_NO pa_IN pl_PL ps_AF pt_BR rm_CH ro_RO ru_RU rw_RW sd_PK se_NO "
    "si_LK sk_SK sl_SI so_SO sq_AL sr_RS sv_SE sw_TZ ta_IN te_IN tg_TJ th_TH ti_ET tk_TM tl_PH tr_TR uk_UA ur_PK "
    "uz_UZ vi_VN yo_NG zh_CN zu_ZA"
)
"""Where most speakers of each language are: CLDR's likely subtags (https://www.unicode.org/reports/tr35/#Likely_Subtags)."""

TERRITORIES = dict(pair.split("_") for pair in _LIKELY.split())

_TERRITORY = re.compile(r"-([A-Za-z]{2})(?=-|$)")


def locale_of(tag: str) -> str:
    """A language tag (BCP 47) as Open Graph wants it (https://ogp.me/#optional): en-GB is en_GB, de is de_DE; "" of a
    language whose country is not known."""
    language = tag.partition("-")[0].lower()
    named = _TERRITORY.search(tag)
    if named:
        return f"{language}_{named[1].upper()}"
    territory = "TW" if tag.lower() == "zh-hant" else TERRITORIES.get(language, "")
    return f"{language}_{territory}" if territory else ""


def news_language(tag: str) -> str:
    """A language tag as Google News wants it: ISO 639, but for two kinds of Chinese."""
    language = tag.partition("-")[0].lower()
    if language != "zh":
        return language
    return "zh-tw" if re.search("-(?:hant|tw|hk|mo)(?=-|$)", tag, re.IGNORECASE) else "zh-cn"
