"""What `mesoguide evaluate` does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from mesoguide.content.project import Project
from mesoguide.nlp.evaluation import cross_validation as classifier_alone
from mesoguide.nlp.evaluation.evaluation_set import (
    EvaluationSet,
    drop_messages,
    load_evaluation_set,
)
from mesoguide.nlp.evaluation.figures import Figure, figures_of
from mesoguide.nlp.evaluation.measurement import Measurement, TrainingSize, measure
from mesoguide.nlp.evaluation.overlap import overlapping
from mesoguide.nlp.evaluation.predictions import TrainedParser
from mesoguide.nlp.evaluation.report import Heading, previous_figures, write_report
from mesoguide.ops.settings import Settings
from mesoguide.ops.start import train_with_progress

#: A quick evaluation asks every n-th message and writes to a folder of its own.
QUICK_EVERY = 4
QUICK_FOLDER = "quick"


@dataclass(frozen=True)
class Options:
    """What to evaluate.

    Attributes:
        output: folder for the report, below the project's unless absolute.
        quick: ask a part of the messages only, and leave out what learns anew.
        cross_validation: cross-validate the classifier on the training data.
        learning_curve: learn from parts of the training data.
        model: a model file to measure as it is; the current one, trained if stale, unless given.
    """

    output: Path
    quick: bool = False
    cross_validation: bool = True
    learning_curve: bool = False
    model: Path | None = None


def evaluate(settings: Settings, console: Console, options: Options) -> Path:
    """Measure the model, write the report and print its figures.

    Returns:
        The HTML page.
    """
    root = settings.project_root
    evaluation_set = load_evaluation_set(root)
    if options.quick:
        evaluation_set = evaluation_set.sample(QUICK_EVERY)
    model = options.model or train_with_progress(settings, console)
    measurement = measure_model(model, evaluation_set, Project(root), console)
    measurement, notes = _classifier_alone(measurement, evaluation_set, root, console, options)
    made = datetime.now().astimezone().isoformat(timespec="minutes")
    folder = root / options.output / (QUICK_FOLDER if options.quick else "")
    before = previous_figures(folder)
    page = write_report(folder, measurement, Heading(made, model.name, tuple(notes)))
    console.print(_table(figures_of(measurement), before))
    for note in notes:
        console.print(note)
    console.print(f"Report: {page}", soft_wrap=True)
    return page


def measure_model(
    model: Path, evaluation_set: EvaluationSet, project: Project, console: Console
) -> Measurement:
    """Load a model and ask it every message of the evaluation set."""
    console.print("Loading the model ...")
    parser = TrainedParser(model)
    texts = evaluation_set.texts
    size = TrainingSize(len(project.examples), len({i for _, i, _ in project.examples}))
    try:
        with _progress(console, "asking", total=len(texts)) as progress:
            done = iter(range(1, len(texts) + 1))
            return measure(
                parser, evaluation_set, size, progress=lambda: progress(next(done), len(texts))
            )
    finally:
        parser.close()


def drop_overlap(root: Path, console: Console) -> None:
    """Delete every evaluation message that the training data holds too, exactly or nearly."""
    training = [message for _, _, message in Project(root).examples]
    seen = overlapping(load_evaluation_set(root).texts, training)
    for message, trained in seen.items():
        line = f"{message!r} is trained as {trained!r}"
        console.print(line, soft_wrap=True, markup=False, highlight=False)
    dropped = drop_messages(root, seen.keys())
    console.print(f"{dropped} dropped." if dropped else "No evaluation message is in training.")


def _classifier_alone(
    measurement: Measurement,
    evaluation_set: EvaluationSet,
    root: Path,
    console: Console,
    options: Options,
) -> tuple[Measurement, list[str]]:
    """Add what needs the classifier to learn anew; notes say what was left out, and why."""
    if options.quick:
        return measurement, [f"Quick: every {QUICK_EVERY}th message, no cross-validation."]
    notes = [] if options.cross_validation else ["Cross-validation: left out."]
    if not options.cross_validation and not options.learning_curve:
        return measurement, notes
    classifier = classifier_alone.project_classifier()
    if classifier is None:
        return measurement, [f"Cross-validation: {classifier_alone.NOT_AVAILABLE}."]
    examples = Project(root).examples
    texts, labels = [text for _, _, text in examples], [intent for _, intent, _ in examples]
    if options.cross_validation:
        with _progress(console, "cross-validating") as progress:
            validated = classifier_alone.cross_validate(
                classifier, texts, labels, progress=progress
            )
        measurement = replace(measurement, cross_validation=validated)
    if options.learning_curve:
        with _progress(console, "learning curve") as progress:
            curve = classifier_alone.learning_curve(
                classifier, texts, labels, evaluation_set.messages, progress=progress
            )
        measurement = replace(measurement, learning_curve=tuple(curve))
    return measurement, notes


@contextmanager
def _progress(
    console: Console, what: str, total: int | None = None
) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done, steps: progress.update(task, completed=done, total=steps)


def _table(figures: list[Figure], before: dict[str, float]) -> Table:
    table = Table("figure", "value", "95 %", "change")
    for figure in figures:
        change = figure.change(before.get(figure.name))
        table.add_row(figure.meaning, figure.text, figure.interval, change)
    return table
