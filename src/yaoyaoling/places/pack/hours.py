"""At which hours of the day people call the police."""

HOURLY_SHARES = (
    0.0302, 0.0287, 0.0173, 0.0125, 0.0114, 0.0113, 0.0191, 0.0334, 0.0465, 0.0585, 0.0577, 0.0627,
    0.0583, 0.0599, 0.0628, 0.0628, 0.0582, 0.0575, 0.0479, 0.0427, 0.0396, 0.0387, 0.0446, 0.0377,
)  # fmt: skip
"""Share of a day's calls in each hour: `received` of the calls in San Luis Obispo, California's public police log,
2021-09-14 to 2022-03-15 (nagol/SLOPD_data), counted here. They add up to 1."""
