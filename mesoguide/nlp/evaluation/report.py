"""Writes the report: one HTML page with everything in it, and report.json."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mesoguide.nlp.evaluation.calibration import expected_calibration_error
from mesoguide.nlp.evaluation.figures import Figure, figures_of, values_of
from mesoguide.nlp.evaluation.measurement import Measurement
from mesoguide.nlp.evaluation.metrics import Share
from mesoguide.nlp.evaluation.predictions import Answer

REPORT, DATA, PREVIOUS = "report.html", "report.json", "previous.json"
TEMPLATE = Path(__file__).with_name("report.html")
#: Confusions shown in the table.
LARGEST = 30


@dataclass(frozen=True)
class Heading:
    """What was measured, when, and why something was not.

    Attributes:
        made: date and time.
        model: the model file.
        notes: remarks about this run, such as what was left out.
    """

    made: str
    model: str
    notes: tuple[str, ...] = ()


def previous_figures(folder: Path) -> dict[str, float]:
    """Return the figures of the last report in a folder; none if there is none to read."""
    try:
        figures = json.loads((folder / DATA).read_text(encoding="utf-8"))["figures"]
        return {str(name): float(value) for name, value in figures.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_report(folder: Path, measurement: Measurement, heading: Heading) -> Path:
    """Write both files; the last report.json is kept as previous.json.

    Returns:
        The HTML page.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = previous_figures(folder)
    page = render(measurement, heading, before)
    data = folder / DATA
    if data.is_file():
        data.replace(folder / PREVIOUS)
    text = json.dumps(as_json(measurement, heading), indent=1, ensure_ascii=False)
    data.write_text(text, encoding="utf-8")
    report = folder / REPORT
    report.write_text(page, encoding="utf-8")
    return report


def render(measurement: Measurement, heading: Heading, before: dict[str, float]) -> str:
    """Return the HTML page."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["share"] = lambda value: f"{value:.1%}"
    environment.filters["words"] = lambda name: str(name).replace("_", " ")
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    figures = figures_of(measurement)
    return template.render(
        heading=heading,
        m=measurement,
        figures=figures,
        changes=_changes(figures, before),
        calibration_error=expected_calibration_error(measurement.bins),
        largest=LARGEST,
        pictures=_pictures(measurement),
    )


def as_json(measurement: Measurement, heading: Heading) -> dict[str, Any]:
    """Return the results as plain values."""
    m = measurement
    return {
        "made": heading.made,
        "model": heading.model,
        "notes": list(heading.notes),
        "figures": values_of(figures_of(m)),
        "training": asdict(m.training),
        "sets": _shares(m.sets),
        "voices": _shares(m.voices),
        "voices_of_intents": _shares(m.voices_of_intents),
        "intents": [asdict(score) for score in m.intents],
        "confusions": [asdict(confusion) for confusion in m.confusions],
        "reliability": [{**asdict(one), "accuracy": one.accuracy} for one in m.bins],
        "threshold_curve": [asdict(point) for point in m.curve],
        "missed_alarms": _answers(m.alarms.missed),
        "mixed_up_alarms": _answers(m.alarms.mixed_up),
        "false_alarms": _answers(m.alarms.false_alarms),
        "entities": [
            {**asdict(s), "precision": s.precision.value, "recall": s.recall.value}
            for s in m.entities
        ],
        "entity_faults": [asdict(fault) for fault in m.entity_faults],
        "cross_validation": asdict(m.cross_validation) if m.cross_validation else None,
        "learning_curve": [asdict(point) for point in m.learning_curve],
        "wrong": _answers(m.wrong),
    }


def _changes(figures: Sequence[Figure], before: dict[str, float]) -> dict[str, tuple[str, str]]:
    """Return each figure's change in words and whether it is better or worse."""
    changes = {}
    for figure in figures:
        text = figure.change(before.get(figure.name))
        risen = figure.value > before.get(figure.name, figure.value)
        verdict = "worse" if risen == figure.lower_is_better else "better"
        changes[figure.name] = (text, verdict if text else "")
    return changes


def _pictures(m: Measurement) -> dict[str, str]:
    from mesoguide.nlp.evaluation import pictures

    drawn = {
        "histogram": pictures.confidence_histogram(m.bins),
        "reliability": pictures.reliability_diagram(m.bins),
        "threshold": pictures.threshold_picture(m.curve),
    }
    if m.confusions:
        drawn["confusions"] = pictures.confusion_picture(m.confusions)
    if m.learning_curve:
        drawn["learning"] = pictures.learning_picture(m.learning_curve)
    return {name: _data_url(png) for name, png in drawn.items()}


def _data_url(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def _shares(shares: dict[str, Share]) -> dict[str, dict[str, float]]:
    return {
        name: {
            "hits": share.hits,
            "tries": share.tries,
            "share": round(share.value, 5),
            "low": round(share.low, 5),
            "high": round(share.high, 5),
        }
        for name, share in shares.items()
    }


def _answers(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    return [
        {
            **asdict(answer.message),
            "answered": answer.prediction.intent,
            "best": answer.prediction.best[0],
            "confidence": round(answer.prediction.best[1], 4),
        }
        for answer in answers
    ]
