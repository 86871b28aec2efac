"""The evaluation set and the trained model, each read once for all tests."""

from __future__ import annotations

import pytest
from rich.console import Console
from spacy.language import Language

import mesoguide
from mesoguide.content.project import Project
from mesoguide.nlp.evaluation.command import measure_model
from mesoguide.nlp.evaluation.evaluation_set import EvaluationSet, load_evaluation_set
from mesoguide.nlp.evaluation.figures import Figure, figures_of
from mesoguide.ops.settings import PROJECT_ROOT, load_settings
from mesoguide.ops.training import train


@pytest.fixture(scope="session")
def project() -> Project:
    return Project(PROJECT_ROOT)


@pytest.fixture(scope="session")
def evaluation_set() -> EvaluationSet:
    return load_evaluation_set(PROJECT_ROOT)


@pytest.fixture(scope="session")
def figures(project: Project, evaluation_set: EvaluationSet) -> dict[str, Figure]:
    """The figures of the trained model, which is trained now if it is not up to date."""
    model = train(load_settings({}), progress=lambda seconds, step: None).path
    measurement = measure_model(model, evaluation_set, project, Console(quiet=True))
    return {figure.name: figure for figure in figures_of(measurement)}


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The spaCy pipeline."""
    return mesoguide.load()
