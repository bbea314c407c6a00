"""`rules fit | eval | explain | suggest`: make, measure, question and improve the keyword rules."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from bot.commands.options import AsJson
from domain.errors import RuleError
from nlp.evaluate import (
    Field,
    Judged,
    Report,
    best_temperature,
    calibration_set,
    cross_judge,
    judge_all,
    reheated,
    report,
)
from nlp.examples import Example, read_examples
from nlp.fit import as_rule_file, fit
from nlp.normalise import normalise
from nlp.rulefile import RuleFile, read
from nlp.rules import Hit, RuleBook
from nlp.rulewriter import broken_seals, write
from nlp.suggest import suggest
from nlp.wordfile import WORDS

SHIPPED = WORDS / "categories.toml"
CURVE = (10_000, 5_000, 3_000, 1_000, 300)
FIELDS = ("title", "text", "both")

app = typer.Typer(help="Keyword rules: fit, eval, explain, suggest.", no_args_is_help=True)
screen = Console()
progress_screen = Console(stderr=True)

DataFiles = Annotated[list[Path], typer.Option("--data", help='JSON lines {"title","text","label"}; may be repeated.')]
RulesFile = Annotated[Path, typer.Option("--rules", help="The rule file.")]
FieldName = Annotated[str, typer.Option("--field", help="What is judged: title, text or both.")]


@app.command(name="fit")
def fit_rules(
    data: DataFiles,
    out: Annotated[Path, typer.Option("--out", help="The rule file to write; what staff wrote in it is kept.")],
    field: FieldName = "both",
    size: Annotated[int, typer.Option(help="At most so many (word, label) entries.", min=10)] = 5_000,
    folds: Annotated[int, typer.Option(help="Parts of the grouped cross-validation.", min=2)] = 5,
    quick: Annotated[bool, typer.Option("--quick", help="Judge only one of the parts.")] = False,
    curve: Annotated[bool, typer.Option("--curve", help="Also measure 300, 1,000, 3,000 and 10,000 keywords.")] = False,
    discard_edits: Annotated[bool, typer.Option("--discard-edits", help="Overwrite hand-edited [rule.words].")] = False,
    as_json: AsJson = False,
) -> None:
    """Turn labelled history into an editable keyword rule file, with its cross-validated accuracy."""
    examples, chosen = _examples(data), _field(field)
    old = _kept(out, discard_edits=discard_edits)
    sizes = tuple(sorted({size, *CURVE} if curve else {size}, reverse=True))
    rounds = 1 if quick else folds
    labels = len({example.label for example in examples})
    with _progress("fitting", labels * ((len(sizes) + 2) * rounds + 3)) as step:
        judged = cross_judge(examples, sizes, folds, rounds=rounds, old=old, step=step)
        temperature = round(best_temperature(calibration_set(judged, size, chosen)), 3)
        fitted = next(fit(examples, (size,), step))
    write(out, as_rule_file(fitted, temperature, old))
    reports = {key: report(reheated(items, temperature)) for key, items in judged.items()}
    if as_json:
        measured = [{"size": n, "field": name, **asdict(figures)} for (n, name), figures in reports.items()]
        typer.echo(json.dumps({"entries": fitted.size, "temperature": temperature, "measured": measured}))
        return
    screen.print(f"{out}: {fitted.size} 条（词，类），温度 {temperature}；以下为分组交叉验证（{rounds}/{folds} 份）")
    screen.print(_curve_table(reports))


@app.command(name="eval")
def evaluate_rules(
    data: DataFiles, rules: RulesFile = SHIPPED, field: FieldName = "both", as_json: AsJson = False
) -> None:
    """Accuracy, macro-F1, per-class table, confusions, coverage and calibration of a rule file."""
    book, examples = RuleBook.load(rules), _examples(data)
    judged: list[Judged] = []
    with _progress("judging", len(examples)) as step:
        for example in examples:
            judged.extend(judge_all(book, [example], _field(field)))
            step()
    figures = report(judged)
    if as_json:
        typer.echo(json.dumps(asdict(figures), ensure_ascii=False))
    else:
        _show(figures)


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="The message.")],
    rules: RulesFile = SHIPPED,
    title: Annotated[str, typer.Option("--title", help="The title, if it is a letter.")] = "",
    as_json: AsJson = False,
) -> None:
    """Which words spoke for which category, and why it won."""
    book = RuleBook.load(rules)
    verdict = book.judge(normalise(text), normalise(title))
    hits = book.explain(normalise(text), normalise(title))
    if as_json:
        said = {"label": verdict.label, "confidence": verdict.confidence}
        said |= {"ranked": [asdict(guess) for guess in verdict.ranked], "hits": [asdict(hit) for hit in hits]}
        typer.echo(json.dumps(said, ensure_ascii=False))
        return
    spoke: defaultdict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        spoke[hit.label].append(hit)
    table = Table("类", "把握", "说话的词（正：支持，负：反对）", title=verdict.label or "没有词说话")
    for guess in verdict.ranked:
        words = "  ".join(f"{hit.word or '（起点）'} {hit.weight:+.1f}" for hit in spoke[guess.label])
        table.add_row(guess.label, f"{guess.confidence:.0%}", words)
    screen.print(table)


@app.command(name="suggest")
def suggest_words(
    data: DataFiles,
    rules: RulesFile = SHIPPED,
    most: Annotated[int, typer.Option(help="At most so many words.")] = 30,
    as_json: AsJson = False,
) -> None:
    """New keywords, from tickets with the category a person gave them."""
    found = suggest(RuleBook.load(rules), _examples(data), most)
    if as_json:
        typer.echo(json.dumps([asdict(item) for item in found], ensure_ascii=False))
        return
    table = Table("词", "类", "改正过的工单", "建议权重", title="可以写进 [rule.hand] 的词")
    for item in found:
        table.add_row(item.word, item.label, str(item.tickets), f"{item.weight:.1f}")
    screen.print(table if found else "没有新词可建议：改正过的工单太少，或词表已认得它们。")


def _examples(paths: list[Path]) -> list[Example]:
    return [example for path in paths for example in read_examples(path)]


def _field(name: str) -> Field:
    if name not in FIELDS:
        raise typer.BadParameter(f"{name}: one of {', '.join(FIELDS)}")
    return cast("Field", name)


def _kept(out: Path, *, discard_edits: bool) -> RuleFile | None:
    """What is already in the file; fitted words somebody edited in place would be lost, so that is an error."""
    old = read(out) if out.exists() else None
    if old and not discard_edits and (edited := broken_seals(old)):
        raise RuleError(f"{out}: [rule.words] was edited by hand in {'、'.join(edited)}; move the edits to [rule.hand]")
    return old


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal, nothing elsewhere; yields the function to call after each piece of work."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=progress_screen, disable=not progress_screen.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def _curve_table(reports: dict[tuple[int, Field], Report]) -> Table:
    table = Table("条数", "看什么", "macro-F1", "准确率", "前二命中", "校准误差")
    for (size, field), figures in reports.items():
        shares = (figures.macro_f1, figures.accuracy, figures.top2, figures.calibration_error)
        table.add_row(f"{size:,}", field, *(f"{100 * share:.2f}" for share in shares))
    return table


def _show(figures: Report) -> None:
    screen.print(
        f"{figures.count} 条 · 准确率 {figures.accuracy:.2%} · macro-F1 {figures.macro_f1:.2%} · "
        f"前二命中 {figures.top2:.2%} · 校准误差 {figures.calibration_error:.3f}"
    )
    classes = Table("类", "精确率", "召回率", "F1", "条数")
    for score in figures.classes:
        shares = (f"{100 * share:.1f}" for share in (score.precision, score.recall, score.f1))
        classes.add_row(score.label, *shares, str(score.count))
    screen.print(classes)
    coverage = "  ".join(f"≥{item.threshold:.2f}: {item.share:.1%} 对 {item.accuracy:.1%}" for item in figures.coverage)
    screen.print(f"把握与命中  {coverage}")
    confused = "  ".join(f"{truth}→{guess or '无'} {count}" for truth, guess, count in figures.confusions)
    screen.print(f"最常混淆（真→判）  {confused}")
