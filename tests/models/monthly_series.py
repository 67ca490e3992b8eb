"""Monthly and weekly series that were published, and what their publishers' software makes of them."""

# R: set.seed(123); rnorm(20). Limits as the tests of the R package NHSRplotthedots (test-ptd_spc_standard.R) have them.
NORMAL = [
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621),
    *(-1.26506123, -0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272),
    *(-0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141),
]

# NHS accident and emergency departments over twenty weeks: attendances seen within four hours, and all. Mohammed et al.
# (2013), Quality and Safety in Health Care 22, 362 to 368; data set nhs_accidents of the R package qicharts2.
SEEN = [
    *(266501, 264225, 276532, 281461, 269071, 261215, 270409, 279778, 270483, 270320),
    *(267923, 271478, 255353, 256820, 261835, 259144, 255910, 260863, 264465, 260989),
]
ATTENDANCES = [
    *(280443, 276823, 291681, 296155, 282343, 275888, 283867, 295251, 284468, 282529),
    *(279618, 283932, 266629, 268091, 276803, 271578, 266005, 273520, 278574, 273772),
]

# Clostridium difficile infections and patient days of a Danish hospital, November 2012 to October 2015, of which the
# last eighteen months are after an intervention: data set cdi of qicharts2.
INFECTIONS = [
    *(17, 12, 27, 20, 20, 18, 22, 19, 19, 24, 17, 16, 24, 19, 19, 22, 25, 19),
    *(17, 6, 25, 17, 11, 14, 9, 11, 7, 13, 5, 5, 3, 5, 9, 4, 5, 9),
]
PATIENT_DAYS = [
    *(14768.4166666667, 14460.3333333333, 16176.9166666667, 14226.5, 14816.25, 14335.2916666667),
    *(14964.5416666667, 14327.875, 13200.5833333333, 13855.625, 13794.5, 14070.8333333333),
    *(14496.8333333333, 14332.25, 14927.0, 13362.125, 14058.125, 14388.0833333333),
    *(14673.4166666667, 14153.5416666667, 13830.7083333333, 14171.375, 14637.9583333333, 14713.0833333333),
    *(14750.625, 14881.6666666667, 15203.75, 13589.75, 15111.5416666667, 13729.9583333333),
    *(13879.8333333333, 13895.8333333333, 13140.6666666667, 13372.9166666667, 13959.375, 14181.3333333333),
]

# Infections of all kinds in six Danish hospitals by month, 2015 and 2016, with days at risk: qicharts2's
# hospital_infections, summed.
ALL_INFECTIONS = [
    *(575, 521, 585, 528, 507, 519, 457, 505, 494, 512, 543, 506),
    *(509, 521, 549, 531, 509, 528, 419, 512, 495, 513, 454, 490),
]
RISK_DAYS = [
    *(310466.83333329321, 282346.79166671709, 309089.70833330322, 287977.33333316818, 297743.37500002852),
    *(286988.25000001001, 261120.33333336981, 268720.75000004529, 284437.87500012899, 290449.49999993952),
    *(288104.45833330858, 279961.37499995198, 289803.95833335089, 275950.58333331929, 290824.45833333238),
    *(285495.75000004098, 282515.20833329752, 273927.8750000195, 253085.624999983, 262410.7083333832),
    *(275529.25000001222, 282405.08333336539, 259530.7916666563, 256235.45833330762),
]

# Southampton City Council, Children and Families Scrutiny Panel, 24 November 2022, agenda item 8, appendix 1: February
# to October 2022.
REFERRALS = [315, 323, 272, 382, 343, 343, 298, 326, 297]
RE_REFERRALS = [91, 91, 59, 84, 91, 100, 91, 105, 96]  # of those referrals, within twelve months of another
LOOKED_AFTER = [561, 563, 566, 560, 555, 555, 552, 549, 554]  # at the end of the month
ASSESSED_IN_TIME = [287, 290, 264, 234, 255, 209, 288, 234, 203]  # child and family assessments within 45 working days
ASSESSED = [300, 320, 333, 285, 294, 291, 368, 380, 288]
SUPERVISED = [52, 57, 165, 86, 90, 128, 152, 115, 76]  # care leavers whose supervision was within the timescale
CARE_LEAVERS = [218, 226, 212, 221, 204, 251, 252, 252, 253]
HEALTH_ASSESSED = [3, 2, 3, 7, 1, 3, 1, 3, 4]  # initial health assessments within ten working days
ENTERED_CARE = [17, 23, 9, 21, 8, 22, 11, 13, 8]
ASSESSMENTS_PER_10000 = [64, 119, 176, 232, 303, 376, 432]  # single assessments completed, April to date, to October
