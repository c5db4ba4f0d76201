"""What is only counted, in the words that the chart was given."""

from domain.wall_chart import ChartWords, Row


def say_summed(row: Row, words: ChartWords) -> str:
    """另有1,240项：正常1,200、办结40."""
    parts = (words.counted.format(light=words.lights[light], count=f"{n:,}") for light, n in row.summed.items())
    return words.summed.format(count=f"{sum(row.summed.values()):,}", parts=words.between.join(parts))
